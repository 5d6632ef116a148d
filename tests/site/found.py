"""What a search shows, as its lines."""

import re
from html import unescape


def lines(shown: str) -> list[tuple[str, str]]:
    """Return address and words of each line, on the page of the search or in the palette."""
    found = re.findall(r'<a class="palette__line[^"]*"[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', shown, re.DOTALL)
    return [(unescape(url), " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())) for url, words in found]
