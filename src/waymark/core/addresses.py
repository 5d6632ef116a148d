"""The addresses of pages, each worked out once."""

from functools import lru_cache
from typing import Final

from django.urls import reverse

KEPT: Final = 8192
"""Addresses kept at once, some 2 MB: a page names up to a hundred, the same ones again and again."""


@lru_cache(maxsize=KEPT)
def address_of(name: str, *parts: str | int) -> str:
    """Return the address of a page by its name and the parts in it, such as the slug of an organisation and a number.

    Raises `django.urls.NoReverseMatch` where no address has that name and those parts.
    """
    # A part that equals another without being the same (1 and True) never reaches this: slugs, words and numbers only.
    return reverse(name, args=parts)
