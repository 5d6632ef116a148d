"""The one XML parser of the table readers: no document type, no entities, nothing fetched.

Expat is fed in pieces and hands on elements as they come, so a part of any size needs the memory
of one element. Names arrive without the prefix of the root.
"""

from typing import IO, Any, Final, NoReturn, Protocol
from xml.parsers import expat

from waymark.exchange.tables.refusals import TableRefused

_CHUNK: Final = 64 * 1024

Attributes = dict[str, str]


class Listener(Protocol):
    """Takes the elements of a part in the order they stand there."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def text(self, piece: str) -> None:
        """Some characters, possibly not all of the element's."""


def parse_part(stream: IO[bytes], listener: Listener, place: str) -> None:
    """Parse one part; raises TableRefused when it has a document type or is not well formed."""

    def refuse_declaration(*_declaration: Any) -> NoReturn:
        raise TableRefused("doctype", place=place)

    def root(name: str, attributes: Attributes) -> None:
        """Take the prefix from the root: elements with another one are extensions and left out."""
        prefix = name[: -len(name.rpartition(":")[2])]
        if prefix:
            parser.StartElementHandler = prefixed_start
            parser.EndElementHandler = prefixed_end
        else:
            parser.StartElementHandler = listener.start
            parser.EndElementHandler = listener.end
        prefixes.append(prefix)
        listener.start(name.removeprefix(prefix), attributes)

    def prefixed_start(name: str, attributes: Attributes) -> None:
        if name.startswith(prefixes[0]):
            listener.start(name.removeprefix(prefixes[0]), attributes)

    def prefixed_end(name: str) -> None:
        if name.startswith(prefixes[0]):
            listener.end(name.removeprefix(prefixes[0]))

    prefixes: list[str] = []
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_declaration
    parser.EntityDeclHandler = refuse_declaration
    parser.StartElementHandler = root
    parser.CharacterDataHandler = listener.text
    try:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise TableRefused("damaged", what=f"{place} is not well-formed XML (line {fault.lineno})") from fault
