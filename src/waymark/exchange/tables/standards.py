"""Recognises sheets that were made for another standard, whose numbers look like those of the edition."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from waymark.exchange.tables.words import folded


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard by its name: how people mention it, and words that only its own titles have."""

    name: str
    mention: re.Pattern[str]
    marks: tuple[str, ...]


def _standard(name: str, mention: str, marks: str) -> Standard:
    return Standard(name, re.compile(mention), tuple(mark.strip() for mark in marks.split("|") if mark.strip()))


OTHERS: Final = (
    _standard(
        "ISO/IEC 27701",
        r"\b27701\b|\bpims\b",
        "pii|privacy information|personally identifiable|pims|privacy by design|data subject",
    ),
    _standard(
        "ISO/IEC 27001",
        r"\b2700[12]\b|\bisms\b|\bsmsi\b|\bsgsi\b",
        """information security|isms|informationssicherheit|securite de l information|smsi|seguridad de la informacion|
        sgsi|segregation of duties|threat intelligence|access rights|access control|identity management|malware|
        cryptography|clear desk|physical entry|physical security|secure areas|secure coding|source code|
        privileged access|screening|terms and conditions of employment|disciplinary process|confidentiality or non|
        remote working|teleworking|mobile devices|endpoint|backup|network security|web filtering|data masking|
        data leakage|classification of information|labelling of information|media handling|storage media|cabling|
        contact with authorities|special interest groups|acceptable use|capacity management|technical vulnerabilities|
        offices rooms|clock synchronization""",
    ),
    _standard(
        "ISO 9001",
        r"\b9001\b|\bqms\b",
        """quality management|quality policy|quality objectives|qms|customer focus|products and services|
        externally provided|customer satisfaction|organizational knowledge|qualitatsmanagement|qualitatspolitik|
        qualitatsziele|management de la qualite|politique qualite|gestion de la calidad|objetivos de la calidad""",
    ),
    _standard(
        "ISO 14001",
        r"\b14001\b",
        "environmental|umweltaspekte|umweltpolitik|umweltmanagement|emergency preparedness|management environnemental",
    ),
    _standard(
        "ISO 45001",
        r"\b45001\b|\boh ?& ?s\b",
        "oh s|occupational health|hazard identification|consultation and participation of workers|arbeitsschutz",
    ),
    _standard("ISO 22301", r"\b22301\b|\bbcms\b", "business continuity|bcms|business impact analysis"),
    _standard("ISO/IEC 20000-1", r"\b20000-1\b", "service management system|service catalogue"),
    _standard("SOC 2", r"\bsoc ?2\b|\btrust services criteria\b", "trust services"),
    _standard("the EU AI Act", r"\bai act\b|\b2024/1689\b|\bki-verordnung\b", "high risk ai|placing on the market"),
)
_FEWEST_MARKS: Final = 2
_FEWEST_ROWS: Final = 3
_MOST_DIFFERENT: Final = 0.4
_FEWEST_STRANGE: Final = 5
_MOST_STRANGE: Final = 0.25
_OWN_MARK: Final = re.compile(r"\b(?:ai|aims|artificial intelligence|ki|ia|inteligencia artificial)\b")


def mentioned(text: str, own: str) -> str:
    """The name of another standard that a text mentions, and nothing where it also mentions the edition's `own`."""
    plain = " ".join(text.casefold().split())
    if any(number in plain for number in _numbers(own)):
        return ""
    return next((one.name for one in _others(own) if one.mention.search(plain)), "")


def marked(title: str, own: str) -> str:
    """The name of another standard whose words a title has, or nothing."""
    plain = f" {folded(title)} "
    return next((one.name for one in _others(own) if any(f" {mark} " in plain for mark in one.marks)), "")


@dataclass(frozen=True, slots=True)
class Counted:
    """What the rows of a sheet look like: `compared` have a title, `different` of them another one than expected.

    `strange` of the `referenced` rows have a number that the edition does not have.
    """

    compared: int
    different: int
    referenced: int
    strange: int


def other_standard(mentions: Iterable[str], titles: Iterable[str], counted: Counted, own: str) -> str | None:
    """The name of the standard a sheet seems to be about, "" where it has no name, None where it is the edition's."""
    named = next((name for text in mentions if (name := mentioned(text, own))), "")
    if named:
        return named
    found: dict[str, int] = {}
    mine = 0
    for title in titles:
        name = marked(title, own)
        if name:
            found[name] = found.get(name, 0) + 1
        elif _OWN_MARK.search(title.casefold()):
            mine += 1
    most = max(found, key=lambda name: found[name], default="")
    if sum(found.values()) >= _FEWEST_MARKS and sum(found.values()) > mine:
        return most
    if counted.different >= _FEWEST_ROWS and counted.different >= _MOST_DIFFERENT * counted.compared:
        return most
    if counted.strange >= _FEWEST_STRANGE and counted.strange >= _MOST_STRANGE * counted.referenced:
        return most
    return None


def _numbers(own: str) -> tuple[str, ...]:
    """The number of the edition's own standard, as in ISO/IEC 42001:2023."""
    return tuple(re.findall(r"(?<![:\d])\d{4,5}(?!\d)", own.partition(":")[0])) or (own.casefold() or "\0",)


def _others(own: str) -> tuple[Standard, ...]:
    plain = own.casefold()
    return tuple(one for one in OTHERS if not one.mention.search(plain) and one.name != own)
