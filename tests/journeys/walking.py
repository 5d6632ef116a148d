"""Goes through a page with Tab alone, and watches where the focus comes to and whether it is seen there."""

from typing import Any

from playwright.sync_api import Page

# Notes each element the focus comes to: its mark-up, and whether it is on the screen and shows that it has the focus.
_WATCH = """
() => {
  window.walked = new Map();
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const shown = box.width > 1 && box.height > 1 && style.visibility === "visible";
    const before = window.walked.get(target) ?? { seen: true };
    window.walked.set(target, { html: target.outerHTML.slice(0, 120), seen: before.seen && outlined && shown });
  });
}
"""
# What Tab must come to, counted as browsers do: of a group of radio buttons one, nothing inside what is closed.
_STOPS = """
() => {
  const groups = new Set();
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex]";
  return [...document.querySelectorAll(kinds)].filter((one) => {
    if (one.tabIndex < 0 || one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    return !groups.has(one.name) && groups.add(one.name);
  }).length;
}
"""
# Day, month and year of a date and its calendar are stops inside one element; a page in a frame has stops of its own.
_INNER = "3 * document.querySelectorAll('input[type=date]').length + 3 * document.querySelectorAll('iframe').length"


def complaints_of_a_walk(page: Page) -> list[str]:
    """Return what is wrong with a page just opened for somebody who goes through it with Tab alone, once around."""
    address = page.url
    page.evaluate(_WATCH)
    stops = page.evaluate(_STOPS)
    for _press in range(stops + page.evaluate(_INNER)):
        page.keyboard.press("Tab")
    walked: list[dict[str, Any]] = page.evaluate("[...window.walked.values()]")
    complaints = [f"{address}: the focus is not seen on {one['html']}" for one in walked if not one["seen"]]
    if "skip-link" not in walked[0]["html"]:
        complaints.append(f"{address}: the first stop is {walked[0]['html']}")
    if len(walked) < stops:
        complaints.append(f"{address}: only {len(walked)} of {stops} stops are reached")
    return complaints
