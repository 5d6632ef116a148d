// The keys of the gap sheet, and care for the text somebody is typing in.
class GapSheet extends HTMLElement {
  #abort;
  #unsaved = new Set();

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("focusin", (event) => this.#mark(event.target.closest("[data-point]")), { signal });
    document.body.addEventListener("htmx:oobBeforeSwap", (event) => this.#guard(event), { signal });
    this.addEventListener("input", (event) => this.#unsaved.add(event.target.form), { signal });
    this.addEventListener("htmx:beforeRequest", (event) => this.#unsaved.delete(event.detail.elt), { signal });
    addEventListener("pagehide", () => this.#flush(), { signal });
    this.#mark(this.querySelector(`[id="${location.hash.slice(1)}"]`) ?? this.#points[0]);
  }

  disconnectedCallback() {
    this.#abort.abort();
  }

  get #points() {
    return [...this.querySelectorAll("[data-point]")];
  }

  get #current() {
    return this.querySelector("[data-point][aria-current]") ?? this.#points[0];
  }

  #mark(point) {
    if (!point) return;
    for (const other of this.#points) if (other !== point) other.removeAttribute("aria-current");
    point.setAttribute("aria-current", "true");
  }

  #move(step) {
    const points = this.#points;
    const next = points[points.indexOf(this.#current) + step];
    if (!next) return;
    this.#mark(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  // A text is saved a moment after it was left; whoever leaves the page within that moment loses nothing either.
  #flush() {
    for (const form of this.#unsaved) {
      // The form has a field named action, so its address is asked for as an attribute.
      if (form?.isConnected) navigator.sendBeacon(form.getAttribute("action"), new FormData(form));
    }
    this.#unsaved.clear();
  }

  // Another person's rating must not replace a text that is being written here; saving then shows both versions.
  #guard(event) {
    const { target } = event.detail;
    const busy = [...(target?.querySelectorAll?.("textarea, input, select") ?? [])];
    if (busy.some((field) => field === document.activeElement || field.value !== (field.defaultValue ?? field.value))) {
      event.detail.shouldSwap = false;
    }
  }

  #key(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) return typing.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
    const key = event.key.toLowerCase();
    const acts = {
      j: () => this.#move(1),
      k: () => this.#move(-1),
      n: () => this.#current?.querySelector("[data-finding]")?.focus(),
      e: () => this.#current?.querySelector("[data-evidence]")?.focus(),
      a: () => this.#current?.querySelector("[data-attach]")?.click(),
      "]": () => this.querySelector("a[rel=next]")?.click(),
      "[": () => this.querySelector("a[rel=prev]")?.click(),
    };
    const rate = /^[0-4]$/.test(key) ? this.#current?.querySelector(`[data-key="${key}"]`) : null;
    const act = rate ? () => rate.click() : acts[key];
    if (!act) return undefined;
    event.preventDefault();
    return act();
  }
}

customElements.define("gap-sheet", GapSheet);
