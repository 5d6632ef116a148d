"""What the severity words of other sheets mean on Waymark's scale of gaps.

Numbers are not guessed, and neither is "major" or "minor": those grade a nonconformity, not a gap.
"""

from typing import Final, Literal

from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Cell

Severity = Literal["close_first", "high", "medium", "low"]

_WORDS: Final[dict[Severity, str]] = {
    "close_first": """
        close first|blocker|blocking|critical|very high|showstopper|kritisch|sehr hoch|blockierend|
        bloquant|critique|très élevé|très élevée|bloqueante|crítico|crítica|muy alto|muy alta|kritická|κρίσιμο
    """,
    "high": "high|hoch|élevé|élevée|haute|haut|alto|alta|vysoká|vysoký|υψηλή|υψηλό",
    "medium": """
        medium|moderate|mittel|mäßig|moyen|moyenne|modéré|modérée|medio|media|moderado|moderada|
        střední|μεσαία|μέτρια
    """,
    "low": "low|very low|niedrig|gering|sehr gering|faible|bas|basse|bajo|baja|muy bajo|nízká|nízký|χαμηλή",
}
_BY_WORD: Final[dict[str, Severity]] = {
    folded(word): severity for severity, words in _WORDS.items() for word in words.split("|") if word.strip()
}


def severity_meaning(value: str | Cell) -> Severity | None:
    """The severity a cell or text stands for, or None where it is empty or not understood."""
    if isinstance(value, Cell):
        if value.kind != "text":
            return None
        value = value.text
    return _BY_WORD.get(folded(value))
