"""What looking at a file brings back: its media type, what to remark, and whether a browser may show it."""

from dataclasses import dataclass, field
from typing import Final

HEAD: Final = 64 * 1024
"""How much of the beginning and of the end of a file is looked at."""


@dataclass(slots=True)
class Seen:
    """What was seen. `is_clean` says that nothing speaks against showing the file in a browser."""

    media_type: str
    remarks: set[str] = field(default_factory=set)
    is_clean: bool = True
