"""The words people head their columns with, and one way of comparing words across spellings."""

import re
import unicodedata
from typing import Final

_NOT_A_WORD: Final = re.compile(r"[^\w%]+")
_IGNORED: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")


def folded(text: str) -> str:
    """The text for comparison: no case, accents, punctuation, invisible characters or double spaces."""
    decomposed = unicodedata.normalize("NFKD", _IGNORED.sub("", text).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_NOT_A_WORD.sub(" ", bare).replace("_", " ").split())


FIELDS: Final = (
    "reference",
    "title",
    "point_text",
    "basis",
    "verdict",
    "finding",
    "evidence",
    "reason_code",
    "severity",
    "action",
    "target_date",
    "owner",
    "key",
    "applicability",
    "exclusion_reason",
    "attached",
    "mark_in_place",
    "mark_partial",
    "mark_missing",
    "mark_not_applicable",
    "mark_not_assessed",
)

# English, German, French, Spanish; then what was seen in Czech and Greek files.
_SYNONYMS: Final[dict[str, str]] = {
    "reference": """
        ref|ref id|reference|reference id|control id|control reference|control ref|control no|control number|
        control|clause|clause no|clause number|clause ref|iso reference|iso clause|iso ref|requirement id|
        requirement ref|requirement no|requirement reference|number|no|nr|id|section|annex a|annex a control|
        annex a reference|annex ref|article|point ref|point id|clause control|clause annex a control|
        referenz|kapitel|abschnitt|nummer|ziffer|norm ref|normreferenz|normkapitel|control nr|maßnahme nr|
        référence|clause n|numéro|chapitre|n|no de clause|exigence n|
        referencia|cláusula|clausula|número|apartado|numeral|n de control|código|
        kapitola|číslo|reference opatření|článek|odkaz|
        αναφορά|αριθμός|ρήτρα|κωδικός|α α
    """,  # noqa: RUF001 - Greek words
    "title": """
        title|requirement|requirement title|control title|control name|name|clause title|topic|subject|
        requirement name|heading|clause name|
        titel|anforderung|bezeichnung|thema|überschrift|maßnahme|name der maßnahme|
        titre|exigence|intitulé|libellé|sujet|nom|
        título|requisito|nombre|denominación|tema|
        název|požadavek|opatření|
        τίτλος|απαίτηση|όνομα
    """,
    "point_text": """
        point|point text|requirement text|requirement description|description|question|audit question|
        what to check|criterion|criteria|check|checkpoint|control description|statement|assessment question|
        beschreibung|frage|prüfpunkt|kriterium|prüffrage|anforderungstext|
        texte|question d audit|critère|point de contrôle|description de l exigence|
        descripción|pregunta|criterio|punto|texto|
        popis|otázka|
        περιγραφή|ερώτηση
    """,
    "basis": "basis|basis of the point",
    "verdict": """
        verdict|status|result|rating|compliance|compliance status|compliance result|implementation status|
        conformity|assessment|assessment result|state|current status|implemented|in place|gap status|
        implementation|maturity|answer|conformance|fulfilment|fulfillment|compliant|outcome|conforms|
        response|yes no|gap assessment result|assessment status|audit result|
        bewertung|ergebnis|erfüllt|erfüllungsgrad|konformität|umsetzungsstatus|umsetzung|umsetzungsgrad|
        statut|résultat|évaluation|conformité|état|état de conformité|niveau de conformité|
        estado|resultado|cumplimiento|conformidad|evaluación|estado de implementación|
        stav|výsledek|hodnocení|soulad|stav implementace|
        κατάσταση|αποτέλεσμα|συμμόρφωση|αξιολόγηση
    """,
    "finding": """
        finding|findings|gap|gaps|observation|observations|comment|comments|notes|note|remarks|remark|
        current state|current situation|gap description|identified gap|auditor notes|assessor comment|
        comment of the assessor|reason|justification|as is|
        feststellung|feststellungen|lücke|lücken|bemerkung|bemerkungen|kommentar|beobachtung|ist zustand|
        anmerkung|anmerkungen|begründung|abweichung|
        constat|constats|écart|écarts|commentaire|commentaires|remarque|remarques|situation actuelle|
        hallazgo|hallazgos|brecha|brechas|observación|observaciones|comentario|comentarios|situación actual|
        nota|notas|zjištění|nález|poznámka|komentář|mezera|
        εύρημα|ευρήματα|παρατηρήσεις|σχόλια|κενό
    """,
    "evidence": """
        evidence|evidence seen|evidence link|evidence links|evidence reference|suggested evidence|
        typical evidence|documentation|document|documents|document link|records|evidence requested|proof|
        artefacts|artifacts|supporting evidence|
        nachweis|nachweise|beleg|belege|dokument|dokumente|dokumentation|evidenz|
        preuve|preuves|éléments de preuve|documents de référence|documentation associée|
        evidencia|evidencias|prueba|pruebas|documento|documentos|documentación|
        důkaz|důkazy|dokument důkaz|dokumentace|
        τεκμήριο|τεκμήρια|αποδεικτικά|έγγραφα
    """,
    "reason_code": "reason code|exclusion code|exclusion reason code|justification code|begründungscode",
    "severity": """
        severity|priority|criticality|gap severity|risk|risk level|urgency|importance|
        schweregrad|priorität|kritikalität|dringlichkeit|
        gravité|priorité|criticité|sévérité|
        gravedad|prioridad|criticidad|severidad|
        závažnost|priorita|
        σοβαρότητα|προτεραιότητα
    """,
    "action": """
        action|actions|recommendation|recommendations|corrective action|remediation|next step|next steps|
        action required|required action|planned action|action plan|measure|to do|todo|recommended action|
        maßnahmen|empfehlung|empfehlungen|nächste schritte|korrekturmaßnahme|handlungsbedarf|aktion|
        geplante maßnahme|
        recommandation|recommandations|action corrective|plan d action|mesure|mesures|prochaines étapes|
        acción|acciones|recomendación|recomendaciones|acción correctiva|plan de acción|medida|
        doporučení|opatření k nápravě|akce|úkol|
        ενέργεια|ενέργειες|συστάσεις
    """,
    "target_date": """
        target date|due date|due|deadline|date due|planned date|completion date|target|by when|due by|
        planned completion|target completion date|implementation date|
        termin|fällig|fällig am|zieldatum|fälligkeitsdatum|frist|bis wann|
        échéance|date cible|date limite|date d échéance|date prévue|délai|
        fecha objetivo|fecha límite|vencimiento|plazo|fecha prevista|fecha de vencimiento|
        termín|datum splnění|
        προθεσμία|ημερομηνία
    """,
    "owner": """
        owner|responsible|responsibility|assigned to|assignee|responsible person|action owner|control owner|
        requirement owner|accountable|owned by|person responsible|who|
        verantwortlich|verantwortlicher|verantwortliche person|zuständig|eigentümer|verantwortliche|
        responsable|propriétaire|pilote|attribué à|porteur|
        propietario|asignado a|dueño|encargado|
        vlastník|odpovědná osoba|odpovědnost|
        υπεύθυνος|ιδιοκτήτης
    """,
    "key": "key|waymark key|record key|waymark|schlüssel waymark",
    "applicability": """
        applicable|applicability|applicable y n|applicable yes no|is applicable|is it applicable|in scope|
        included|include|included in soa|soa|selected|applies|control applicable|excluded y n|
        anwendbar|anwendbarkeit|zutreffend|einbezogen|ausgewählt|relevant|relevanz|
        applicabilité|dans le périmètre|inclus|retenu|retenue|
        aplicable|aplicabilidad|aplica|incluido|seleccionado|
        aplikovatelnost|aplikovatelné|použitelnost|εφαρμοστέο|εφαρμοσιμότητα
    """,
    "exclusion_reason": """
        justification for exclusion|justification of exclusion|exclusion justification|reason for exclusion|
        exclusion reason|reason for excluding|why excluded|justification if excluded|justification if not applicable|
        justification for non applicability|reason if not applicable|
        begründung für ausschluss|begründung des ausschlusses|ausschlussgrund|begründung ausschluss|
        justification de l exclusion|motif d exclusion|raison de l exclusion|
        justificación de la exclusión|motivo de exclusión|razón de exclusión|
        odůvodnění vyloučení|αιτιολόγηση εξαίρεσης
    """,
    "attached": "attached evidence|evidence attached|linked evidence|angehängte nachweise",
    # These are told by what their heading means as a verdict and by the marks below it.
    "mark_in_place": "",
    "mark_partial": "",
    "mark_missing": "",
    "mark_not_applicable": "",
    "mark_not_assessed": "",
}
# Headings of what is no conformity, whatever the cells look like: their contents are never guessed at.
_LEFT_ALONE: Final = """
    action status|status of action|status of actions|status of the action|task status|remediation status|
    action state|treatment status|progress|action progress|percent complete|complete|completion|
    score|scores|scoring|total score|current score|target score|points|weight|weighting|maturity score|maturity level|
    target maturity|target level|target state|target status|desired state|level|grade|
    confidence|confidence level|certainty|likelihood|probability|risk rating|risk score|
    effort|cost|budget|theme|category|domain|type|control type|group|area|attribute|
    last review|last reviewed|last review date|review date|next review|next review date|reviewed on|
    date|date assessed|assessment date|assessed on|audit date|date of assessment|created|created at|updated|updated at|
    last updated|start date|start|date raised|version|revision|
    approved|approved by|approval|reviewed by|reviewer|assessor|assessed by|auditor|author|verified|verified by|
    mandatory|required|document required|documented|policy exists|automated|tested|priority order|
    maßnahmenstatus|status der maßnahme|status maßnahme|fortschritt|punkte|punktzahl|gewichtung|gewicht|konfidenz|
    sicherheit der aussage|eintrittswahrscheinlichkeit|auswirkung|risiko|aufwand|datum|prüfdatum|geprüft am|
    prüfer|freigegeben|freigabe|reifegrad|zielreifegrad|soll|sollzustand|zielzustand|
    statut de l action|avancement|pondération|confiance|vraisemblance|risque|coût|date d évaluation|
    date de revue|auditeur|évaluateur|approuvé|niveau cible|niveau de maturité|
    estado de la acción|estado de la medida|avance|puntuación|ponderación|confianza|probabilidad|riesgo|costo|coste|
    fecha|fecha de evaluación|fecha de revisión|auditor a|evaluador|aprobado|nivel objetivo|nivel de madurez
"""

FIELD_BY_WORD: Final = {folded(word): field for field in FIELDS for word in _SYNONYMS[field].split("|") if word.strip()}
LEFT_ALONE: Final = frozenset(folded(word) for word in _LEFT_ALONE.split("|") if word.strip()) - {""}
