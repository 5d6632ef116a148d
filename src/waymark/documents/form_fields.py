"""Form fields about documents."""

from typing import TYPE_CHECKING, Any, Final

from django import forms

from waymark.core.references import key_in
from waymark.documents.models.document import Document
from waymark.people.member_field import NO_KEY

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _DocumentChoice = forms.ModelChoiceField[Document]
else:
    _DocumentChoice = forms.ModelChoiceField

OTHER: Final = {"type": "integer", "description": "Key of the document that takes its place."}


class DocumentField(_DocumentChoice):
    """One of some documents, by number and title."""

    def to_python(self, value: Any) -> Document | None:
        """Return the document with a key, or None; other digits than 0 to 9 are no key."""
        is_other = isinstance(value, str) and value and key_in(value) is None
        found: Document | None = super().to_python(NO_KEY if is_other else value)
        return found

    def label_from_instance(self, obj: Any) -> str:
        """Show the number with the title."""
        return f"{obj.reference} {obj.title}"
