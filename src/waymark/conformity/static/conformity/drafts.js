// Care for the text somebody is typing on the gap sheet.
class SheetDrafts extends HTMLElement {
  #abort;
  #unsaved = new Set();

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    document.body.addEventListener("htmx:oobBeforeSwap", (event) => this.#guard(event), { signal });
    this.addEventListener("input", (event) => this.#unsaved.add(event.target.form), { signal });
    this.addEventListener("htmx:beforeRequest", (event) => this.#unsaved.delete(event.detail.elt), { signal });
    for (const name of ["htmx:responseError", "htmx:sendError"]) this.addEventListener(name, (event) => this.#notSaved(event.target), { signal });
    this.addEventListener("click", (event) => this.#choose(event.target.closest("button[name=verdict]")), { signal });
    addEventListener("pagehide", () => this.#flush(), { signal });
  }

  disconnectedCallback() {
    this.#abort.abort();
  }

  // A text that is saved a moment later comes with this verdict, whether or not that has been stored by then.
  #choose(choice) {
    const held = choice?.form.querySelector("[data-verdict]");
    if (held) held.value = choice.value;
  }

  // What an earlier save said no longer holds; the answer to the next one takes its place.
  #notSaved(form) {
    const state = form.querySelector?.(".point__state");
    const words = this.querySelector("template[data-not-saved]");
    if (!state || !words) return;
    state.querySelectorAll(".saved").forEach((old) => old.remove());
    state.querySelector(".rate").after(words.content.cloneNode(true));
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
}

customElements.define("sheet-drafts", SheetDrafts);
