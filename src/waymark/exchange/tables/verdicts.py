"""What the verdict words of other tools and languages mean on Waymark's scale.

Numbers are never guessed: a 3 is good on one scale, half-way on another, and bad on a third.
"""

import re
from typing import Final, Literal

from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Cell

Verdict = Literal["in_place", "partial", "missing", "not_assessed", "not_applicable", "no_rating"]
"""A verdict of the scale; or `no_rating`, where somebody wrote that there is none yet, such as TBD."""

_WORDS: Final[dict[Verdict, str]] = {
    "in_place": """
        in place|in_place|compliant|fully compliant|conforming|conformant|conform|conformity|yes|y|true|
        implemented|fully implemented|complete|completed|done|met|fully met|satisfied|fulfilled|ok|pass|
        passed|effective|good practice|full|fully|established|addressed|closed|
        ja|erfüllt|umgesetzt|vollständig|vollständig erfüllt|vollständig umgesetzt|vorhanden|konform|wahr|
        oui|conforme|en place|mis en œuvre|mise en œuvre|réalisé|satisfait|vrai|atteint|
        sí|si|cumple|cumplido|implementado|implantado|completo|verdadero|totalmente|
        ano|splněno|zavedeno|implementováno|shoda|ναι|συμμορφώνεται|εφαρμόζεται|πλήρως
    """,  # noqa: RUF001 - Greek words
    "partial": """
        partial|partially|partly|partially compliant|partial compliance|partially implemented|in progress|
        partly met|partially met|partially in place|minor nonconformity|minor non conformity|minor nc|minor|
        minor gap|ongoing|started|under way|underway|incomplete|some|mostly|largely|largely implemented|
        partially conforming|partially fulfilled|
        teilweise|teilweise erfüllt|teilweise umgesetzt|in arbeit|in umsetzung|begonnen|teilweise konform|
        partiel|partielle|partiellement|partiellement conforme|en cours|en partie|
        parcial|parcialmente|parcialmente conforme|cumple parcialmente|en curso|en proceso|en progreso|
        částečně|probíhá|rozpracováno|částečně splněno|μερικώς|μερική|σε εξέλιξη|εν μέρει
    """,
    "missing": """
        missing|non compliant|noncompliant|not compliant|non conforming|nonconforming|not implemented|no|n|
        false|absent|none|not in place|not met|not done|gap|fail|failed|unsatisfied|not satisfied|
        not fulfilled|major nonconformity|major non conformity|major nc|major|major gap|nonconformity|non conformity|
        not started|planned|open|to do|todo|not established|not addressed|
        nein|fehlt|fehlend|nicht erfüllt|nicht umgesetzt|nicht vorhanden|nicht konform|offen|geplant|falsch|
        non|non conforme|manquant|manquante|absente|pas en place|non mis en œuvre|prévu|faux|
        no cumple|no conforme|falta|faltante|no implementado|ausente|inexistente|planificado|falso|
        ne|nesplněno|chybí|nezavedeno|neimplementováno|plánováno|neshoda|όχι|λείπει|δεν εφαρμόζεται|
        δεν συμμορφώνεται
    """,
    "not_assessed": """
        not assessed|not_assessed|unassessed|not evaluated|not reviewed|not rated|not checked|unrated|
        not yet assessed|not tested|
        nicht bewertet|nicht geprüft|unbewertet|noch nicht bewertet|
        non évalué|non évaluée|no evaluado|sin evaluar|
        nehodnoceno|neposouzeno|δεν αξιολογήθηκε
    """,
    "no_rating": """
        tbd|tbc|tba|t b d|t b c|pending|unknown|to be assessed|to be determined|to be confirmed|to be defined|
        to be discussed|unbekannt|ausstehend|noch offen|zu klären|zu bewerten|
        à évaluer|inconnu|à déterminer|à définir|à confirmer|
        por evaluar|pendiente|desconocido|por determinar|por definir|
        neznámé|άγνωστο|εκκρεμεί
    """,
    "not_applicable": """
        not applicable|not_applicable|n a|na|excluded|out of scope|not relevant|inapplicable|
        nicht anwendbar|entfällt|nicht zutreffend|nicht relevant|ausgeschlossen|n z|
        non applicable|sans objet|s o|hors périmètre|exclu|
        no aplica|no aplicable|no procede|excluido|fuera de alcance|
        neaplikovatelné|nepoužije se|není relevantní|δεν ισχύει|μη εφαρμόσιμο
    """,
}
_SIGNS: Final[dict[str, Verdict]] = {
    "✅": "in_place",
    "✔": "in_place",
    "✓": "in_place",
    "☑": "in_place",
    "🟢": "in_place",
    "🟡": "partial",
    "🟠": "partial",
    "⚠": "partial",
    "❌": "missing",
    "✖": "missing",
    "✗": "missing",
    "✘": "missing",
    "🔴": "missing",
    "⛔": "missing",
    "❓": "no_rating",
    "⚪": "not_assessed",
}
_BY_WORD: Final[dict[str, Verdict]] = {
    folded(word): verdict for verdict, words in _WORDS.items() for word in words.split("|") if word.strip()
}
_NUMBER: Final = r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(%)?"
_NUMBER_BEFORE: Final = re.compile(
    rf"[(\[]?(?:level|lvl|l|stufe|niveau|nivel)?\s*{_NUMBER}\s*[)\]]?\s*[-\u2013\u2014:=.)/|]?\s*(\D+)",
    re.IGNORECASE,
)
_NUMBER_BEHIND: Final = re.compile(rf"(\D+?)\s*[-\u2013:]?\s*[(\[]?\s*{_NUMBER}\s*[)\]]?")
_MARKS: Final = frozenset(["x", "✓", "✔", "☑", "☒", "✅", "×", "•", "●", "■", "◉", "1", "ja", "yes", "y", "true"])
_NO_MARKS: Final = frozenset(
    ["", "-", "\u2013", "\u2014", "0", "☐", "□", "○", "no", "n", "false", "nein", "✗", "✘", "❌"]
)
_INVISIBLE: Final = dict.fromkeys((0xFE0E, 0xFE0F, 0x200D, 0x200B))


def verdict_meaning(value: str | Cell) -> Verdict | None:
    """The verdict a cell or text stands for, or None where it is empty or not understood."""
    if isinstance(value, Cell):
        if value.kind not in {"text", "yes_no"}:
            return None
        value = value.text
    sign = value.translate(_INVISIBLE).strip()[:1]
    rest = folded(value)
    if sign in _SIGNS:
        # A sign with a word beside it counts only if both say the same.
        return _SIGNS[sign] if not rest or _BY_WORD.get(rest) == _SIGNS[sign] else None
    return _BY_WORD.get(rest) or _beside_a_number(value)


def is_mark(value: Cell) -> bool:
    """Whether a cell holds a mark that chooses the column it stands in, such as an x."""
    if value.kind == "number":
        return value.number == 1
    text = value.text.translate(_INVISIBLE).strip().casefold()
    return text in _MARKS or (value.kind == "yes_no" and _BY_WORD.get(folded(text)) == "in_place")


def is_no_mark(value: Cell) -> bool:
    """Whether a cell in a column of marks says that it is not chosen."""
    text = value.text.translate(_INVISIBLE).strip().casefold()
    return text in _NO_MARKS or (value.kind == "number" and value.number == 0)


def _beside_a_number(value: str) -> Verdict | None:
    """The verdict of "3 - Fully implemented" or "Partial (50 %)": the word says it, and a share must not deny it."""
    before, behind = _NUMBER_BEFORE.fullmatch(value.strip()), _NUMBER_BEHIND.fullmatch(value.strip())
    if before:
        number, share, word = before.groups()
    elif behind:
        word, number, share = behind.groups()
    else:
        return None
    found = _BY_WORD.get(folded(word))
    return found if not share or _fits(found, float(number.replace(",", "."))) else None


def _fits(verdict: Verdict | None, share: float) -> bool:
    whole = 100.0
    return {"in_place": share == whole, "missing": share == 0, "partial": 0 < share < whole}.get(verdict or "", True)
