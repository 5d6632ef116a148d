"""Form fields about documents."""

from typing import TYPE_CHECKING, Any, Final

from django import forms

from waymark.core.references import key_in, number_in
from waymark.documents.models.document import Document
from waymark.people.member_field import NO_KEY

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _DocumentChoice = forms.ModelChoiceField[Document]
else:
    _DocumentChoice = forms.ModelChoiceField

OTHER: Final = {"type": "integer", "description": "Key of the document that takes its place."}


class DocumentField(_DocumentChoice):
    """One of some documents, by its reference: a list of all of them is long, and slow to load."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Document | None:
        """Return the document with a reference such as DOC-3, or with a key, or None; nothing else names one."""
        text = str(value).strip() if isinstance(value, str | int) else ""
        number = number_in(text, Document.prefix) if "-" in text else None
        if number is not None:
            rows: Any = self.queryset
            named: Document | None = rows.numbered(number).first()
            value = named.pk if named is not None else NO_KEY
        elif text and key_in(text) is None:
            value = NO_KEY
        found: Document | None = super().to_python(value)
        return found
