"""Compares the title in a row with the titles of an edition: a number alone means something else in every standard."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal

from waymark.exchange.tables.words import folded

Agreement = Literal["same", "unclear", "different"]

_STEM: Final = 6
_LONGEST_TITLE: Final = 14
"""Words; what is longer is the text of a requirement, and its words say little about its title."""
_ENOUGH: Final = 0.5
_CLEARLY: Final = 0.9
_PROPOSED: Final = 0.75
_OFFERED: Final = 3
_SHORTEST_STEM: Final = 5

# Words that join others, and words that half of all titles have.
_JOINING_WORDS: Final = """
    a an and or of for the to in on at by with its their it them from as is be
    der die das des dem den und oder von fur zu zur zum im mit ihres ihrer
    le la les l de du d et ou au aux en pour avec sur son sa ses
    el los las del y o e para por con su sus al una un
"""
_JOINING: Final = frozenset(_JOINING_WORDS.split())
_COMMON: Final = ("ai", "artificial", "intelligence", "system", "management", "organization", "process", "general")
# What titles say in German, French and Spanish, as parts of words; a part of fewer than five letters is a whole word.
_SAME: Final[dict[str, str]] = {
    "ai": "ki ia",
    "context": "kontext contexte contexto",
    "understanding": "verstehen verstandnis comprehension comprension",
    "organization": "organisation organizacion",
    "needs": "erfordern bedurfnis besoins necesidad",
    "expectations": "erwartung attentes expectativa",
    "interested": "interessiert interess interesad",
    "parties": "parteien partes",
    "scope": "anwendungsbereich geltungsbereich domaine perimetre alcance",
    "leadership": "fuhrung liderazgo",
    "commitment": "verpflichtung engagement compromiso",
    "policy": "politik richtlinie leitlinie politique politica",
    "roles": "rollen",
    "responsibilities": "verantwort zustandigkeit responsabilite responsabilidad",
    "authorities": "befugnis autorite autoridad",
    "actions": "massnahme acciones",
    "risk": "risiko risiken risque riesgo",
    "opportunities": "chancen opportunite oportunidad",
    "assessment": "beurteilung bewertung abschatzung appreciation evaluation evaluacion apreciacion",
    "treatment": "behandlung traitement tratamiento",
    "impact": "auswirkung folgenab impacto",
    "objectives": "ziele objectif objetivo",
    "planning": "planung planification planificacion",
    "changes": "anderung modification changement cambios",
    "resources": "ressourcen ressources recursos",
    "competence": "kompetenz competencia",
    "awareness": "bewusstsein sensibilisation conciencia",
    "communication": "kommunikation comunicacion",
    "documented": "dokument documente documentad",
    "creating": "erstell creation creacion",
    "updating": "aktualisier actualizacion",
    "control": "lenkung steuerung maitrise",
    "operational": "betrieb operationnel operacion",
    "monitoring": "uberwach surveillance seguimiento",
    "measurement": "messung mesure medicion",
    "analysis": "analys analis",
    "internal": "intern",
    "audit": "auditor",
    "review": "uberprufung revue revision",
    "inputs": "eingaben entree entradas",
    "results": "ergebnis resultat resultado salidas",
    "continual": "fortlaufend kontinuierlich continue continua",
    "improvement": "verbesser amelioration mejora",
    "nonconformity": "nichtkonform non-conformite noconformidad",
    "corrective": "korrektur correctif corrective correctiva",
    "suppliers": "lieferant fournisseur proveedor",
    "customers": "kunden clients clientes",
    "data": "daten donnees datos",
    "provenance": "herkunft procedencia",
    "quality": "qualitat qualite calidad",
    "incidents": "vorfall vorfalle incidente",
    "reporting": "berichterstatt meldung signalement notificacion",
    "users": "nutzer utilisateur usuario",
    "design": "entwurf conception diseno",
    "development": "entwicklung developpement desarrollo",
    "verification": "verifizier verificacion",
    "validation": "validier validacion",
    "deployment": "bereitstell deploiement despliegue",
    "event": "ereignis evenement evento",
    "tooling": "werkzeug outils herramienta",
    "acquisition": "beschaffung erwerb adquisicion",
    "preparation": "vorbereit aufbereit preparacion",
    "intended": "bestimmungsgemas beabsichtigt prevue previsto",
}
_PHRASES: Final = {
    "aims": "ai management system",
    "ki ms": "ai management system",
    "managementbewertung": "management review",
    "managementsystem": "management system",
    "lebenszyklus": "life cycle",
    "toma de conciencia": "awareness",
    "domaine d application": "scope",
    "mise a jour": "updating",
    "no conformidad": "nonconformity",
    "non conformite": "nonconformity",
    "statement of applicability": "risk treatment",
    "soa": "risk treatment",
}


def _stem(word: str) -> str:
    """The beginning of a word, so that "assessing" and "assessment", "policy" and "policies" are one."""
    single = (
        word[:-3] + "y" if word.endswith("ies") else word[:-1] if word.endswith("s") and word[-2:] != "ss" else word
    )
    return single.replace("organis", "organiz")[:_STEM]


_BY_PART: Final = {part: _stem(word) for word, parts in _SAME.items() for part in parts.split()}
_LONG_PARTS: Final = tuple((part, stem) for part, stem in _BY_PART.items() if len(part) >= _SHORTEST_STEM)
_WEAK: Final = frozenset(_stem(word) for word in _COMMON)


def words_of(text: str) -> frozenset[str]:
    """The words of a title for comparison: without endings, joining words and, largely, without its language."""
    plain = f" {folded(text)} ".replace("ß", "ss")
    for phrase, same in _PHRASES.items():
        plain = plain.replace(f" {phrase} ", f" {same} ")
    return frozenset(stem for word in plain.split() if word not in _JOINING for stem in _stems(word))


def _stems(word: str) -> Iterable[str]:
    if word.isdigit():
        return ()
    if same := _BY_PART.get(word):
        return (same,)
    # A German compound says several things at once.
    return tuple(stem for part, stem in _LONG_PARTS if part in word) or (_stem(word),)


def _without_common(words: frozenset[str]) -> frozenset[str]:
    """The words that tell one title from another, or all where there is no such word."""
    return words - _WEAK or words


def _likeness(row: frozenset[str], own: frozenset[str]) -> float:
    """How much two titles share, from 0 to 1; a short title that is part of the other counts as the same."""
    row, own = _without_common(row), _without_common(own)
    shared = len(row & own)
    return max(2 * shared / (len(row) + len(own)), shared / len(row)) if shared else 0.0


class Titles:
    """The titles of an edition by reference, ready to be compared with."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """Take the titles as people read them."""
        self._words = {ref: words_of(title) for ref, title in titles.items() if title.strip()}

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Every word of the edition's titles."""
        return frozenset(word for words in self._words.values() for word in words)

    def agreement(self, ref: str, title: str) -> Agreement:
        """Whether a title of a row is that of a requirement."""
        row, own = words_of(title), self._words.get(ref)
        if not row or not own:
            return "unclear"
        if row <= own:
            return "same"
        likeness = _likeness(row, own)
        if len(title.split()) > _LONGEST_TITLE:
            return "same" if likeness >= _ENOUGH else "unclear"
        best = max((_likeness(row, words) for words in self._words.values()), default=0.0)
        if not likeness and row <= _WEAK:
            return "unclear"
        if not likeness or (likeness < _PROPOSED and best >= _CLEARLY):
            return "different"
        return "same" if likeness >= _ENOUGH else "unclear"

    def best(self, title: str, among: Iterable[str]) -> tuple[str, ...]:
        """The few requirements `among` these whose title is nearly that of the row, the nearest first."""
        row = words_of(title)
        if not row or len(title.split()) > _LONGEST_TITLE:
            return ()
        near = {ref: _likeness(row, self._words[ref]) for ref in among if ref in self._words}
        # Of two that share as much, the one is nearer that says less besides.
        ranked = sorted(near, key=lambda ref: (-near[ref], len(self._words[ref] ^ row)))
        return tuple(ref for ref in ranked if near[ref] >= _PROPOSED)[:_OFFERED]

    def nearest(self, title: str, near: tuple[str, ...]) -> str | None:
        """The one of these that is meant: there is no other, or only its title says exactly the same."""
        exact = [ref for ref in near if self._words[ref] == words_of(title)]
        return near[0] if len(near) == 1 else exact[0] if len(exact) == 1 else None
