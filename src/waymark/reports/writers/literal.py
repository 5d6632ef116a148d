"""Text as it stands: every character carried, and what a format cannot hold made visible instead."""

import re

# XML 1.0 holds no C0 control but tab and line ends, no lone surrogate and neither of the two non-characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNHOLDABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_OFF_PAPER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS_TEXT = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONG_WORD = re.compile(r"[^\s\u00ad\u200b-]{25,}")
# A hash is copied from paper and compared: nothing may stand inside it. Its columns have room for it.
_HASH = re.compile(r"[0-9a-f]{64}[.,;]?")
_PIECE = 12
_DELETE, _DELETE_PICTURE, _PICTURES = 0x7F, "\u2421", 0x2400
REPLACEMENT = "\ufffd"


def whole_characters(text: str) -> str:
    """Return the text with lone surrogates, which no encoding holds, as U+FFFD."""
    return _SURROGATE.sub(REPLACEMENT, str(text))


def xml_text(text: str) -> str:
    """Return text fit for XML 1.0: line ends as line feeds, controls as their pictures such as `␀`."""
    text = _UNHOLDABLE.sub(REPLACEMENT, str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub(_picture, text)


def paper_text(text: str) -> str:
    """Return text fit for a paper: as `xml_text`, with direction overrides shown as `[U+202E]`.

    On paper nobody can look behind the glyphs, so an override must not make one text read as another.
    Controls become U+FFFD, because few fonts draw their pictures.
    """
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _TURNS_TEXT.sub(_code_point, _OFF_PAPER.sub(REPLACEMENT, text))


def breakable(text: str) -> str:
    """Return text whose words of 25 characters and more may be broken every 12 by zero-width spaces; not hashes."""
    return _LONG_WORD.sub(_in_pieces, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _DELETE_PICTURE if code == _DELETE else chr(_PICTURES + code)


def _code_point(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def _in_pieces(found: re.Match[str]) -> str:
    word = found[0]
    if _HASH.fullmatch(word):
        return word
    return "\u200b".join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
