// The keys of the gap sheet, and the point that is current.
class GapSheet extends HTMLElement {
  #abort;
  #current = "";
  #isPressed = false;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    // What is pressed stays under the pointer: the point becomes current, and others fold, with the click.
    this.addEventListener("pointerdown", () => { this.#isPressed = true; }, { signal });
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { this.#isPressed = false; }, { signal });
    this.addEventListener("focusin", (event) => this.#isPressed || this.#mark(event.target.closest("[data-point]")), { signal });
    this.addEventListener("click", (event) => this.#mark(event.target.closest("[data-point]")), { signal, capture: true });
    document.body.addEventListener("htmx:oobAfterSwap", () => this.#point?.setAttribute("aria-current", "true"), { signal });
    this.#mark(this.#find(location.hash.slice(1)) ?? this.querySelector("[data-point]:has([role=alert])") ?? this.#points[0]);
  }

  disconnectedCallback() {
    this.#abort.abort();
  }

  get #points() {
    return [...this.querySelectorAll("[data-point]")];
  }

  get #point() {
    return this.#find(this.#current);
  }

  #find(ref) {
    return ref ? this.querySelector(`[data-point][id="${CSS.escape(ref)}"]`) : null;
  }

  #mark(point) {
    if (!point || point.hasAttribute("aria-current")) return;
    const folded = point.closest("details[data-guidance]");
    if (folded) folded.open = true;
    const top = point.getBoundingClientRect().top;
    for (const other of this.querySelectorAll("[data-point][aria-current]")) {
      // The one line of a folded point says what is in its boxes, saved or not.
      const gist = other.querySelector(".point__gist bdi");
      if (gist) gist.textContent = [...other.querySelectorAll("textarea")].map((box) => box.value.trim()).find(Boolean) ?? "";
      other.removeAttribute("aria-current");
    }
    point.setAttribute("aria-current", "true");
    this.#current = point.id;
    scrollBy({ top: point.getBoundingClientRect().top - top, behavior: "instant" });
  }

  #move(step) {
    const points = this.#points;
    const next = points[points.indexOf(this.#point) + step];
    if (!next) return;
    this.#mark(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  // Not applicable is decided for the control as a whole: the reason is asked for above its points.
  #exclude() {
    const menu = this.querySelector("[data-exclusion]");
    if (!menu) return;
    menu.open = true;
    menu.querySelector("select")?.focus();
  }

  #key(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) return typing.blur();
    // The reason of an exclusion is one sentence: Enter saves it, Shift+Enter starts a new line.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && typing?.matches("[data-exclusion] textarea")) {
      event.preventDefault();
      return typing.form.requestSubmit();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
    if (document.querySelector("dialog[open]")) return undefined;
    const key = event.key.toLowerCase();
    const inside = (what) => this.#point?.querySelector(what);
    const acts = {
      4: () => this.#exclude(),
      j: () => this.#move(1),
      k: () => this.#move(-1),
      n: () => inside("[data-finding]")?.focus(),
      e: () => inside("[data-evidence]")?.focus(),
      a: () => inside("[data-attach]")?.click(),
      "]": () => this.querySelector("a[rel=next]")?.click(),
      "[": () => this.querySelector("a[rel=prev]")?.click(),
    };
    const rate = /^[0-3]$/.test(key) ? inside(`[data-key="${key}"]`) : null;
    const act = rate ? () => rate.click() : acts[key];
    if (!act) return undefined;
    event.preventDefault();
    return act();
  }
}

customElements.define("gap-sheet", GapSheet);
