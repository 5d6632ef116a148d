"""The reference page of all options, written from their table: `python -m waymark.core.settings_page`."""

import sys
from collections.abc import Iterator

from waymark.core.option_table import OPTIONS
from waymark.core.options import Option

_HEAD = """\
# Settings

Written by `python -m waymark.core.settings_page > docs/reference/settings.md`; a test compares the two.

Every option has a safe default: Waymark starts without any of them. An option comes from a variable of the
environment, or from a TOML file (`WAYMARK_CONFIG`, else `waymark.toml` in the data folder) under its name there; the
environment wins. A name that is not known and a value that does not fit stop the start with a sentence for each;
`waymark doctor` shows the same.

```toml
# waymark.toml
base_url = "https://waymark.example.org"
behind_proxy = true
workers = 4
```
"""


def settings_page() -> str:
    """Give the whole page in Markdown."""
    return "\n".join([_HEAD, *(line for option in OPTIONS for line in _section(option))])


def _section(option: Option) -> Iterator[str]:
    default = option.default_text or f"`{_typed(option.default)}`"
    yield f"## {option.variable}"
    yield ""
    yield option.doc
    yield ""
    if option.name != "config":
        yield f"* In the file: `{option.name}`"
    yield f"* Holds: {option.kind}"
    yield f"* Default: {default}"
    yield f"* Example: `{option.variable}={option.example}`"
    if option.secret:
        yield "* Secret: it may hold a password, and is never shown or logged."
    yield ""


def _typed(default: object) -> str:
    """Return a default as somebody would type it."""
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default)


if __name__ == "__main__":
    sys.stdout.write(settings_page())
