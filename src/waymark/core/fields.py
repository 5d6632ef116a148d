"""Model fields for text: a line and some prose, each with its limit and its rule on characters."""

from typing import TYPE_CHECKING, Any

from django.db import models

from waymark.core.text import one_line, some_lines

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField

LINE = 200
PROSE = 8000


class LineField(TextColumn):
    """One line of text, 200 characters unless said otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set the length and the character rule."""
        kwargs.setdefault("max_length", LINE)
        kwargs["validators"] = [one_line]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave the validator out of migrations: it is part of the field's meaning."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs


class ProseField(TextColumn):
    """Some lines of text, 8,000 characters unless said otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set the length and the character rule."""
        kwargs.setdefault("max_length", PROSE)
        kwargs["validators"] = [some_lines]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave the validator out of migrations: it is part of the field's meaning."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs
