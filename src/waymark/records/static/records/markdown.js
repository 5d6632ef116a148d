// The editor of a text in Markdown: marks from the bar, records behind two brackets, and a preview in its place.

class MarkdownEditor extends HTMLElement {
  #leave = new AbortController();

  async connectedCallback() {
    const { signal } = this.#leave;
    this.addEventListener("text-expander-change", ({ detail }) => detail.provide(this.#offer(detail.text)), { signal });
    this.addEventListener("text-expander-value", ({ detail }) => {
      detail.value = `[[${detail.item.dataset.reference}]]`;
    }, { signal });
    this.querySelector("[data-insert-table]").addEventListener("click", () => this.#insert(this.dataset.table), { signal });
    this.querySelector("[data-preview]").addEventListener("click", (event) => {
      event.preventDefault();
      this.#toggle(event.currentTarget);
    }, { signal });
    // A text is long work: the browser asks before it is left unsaved.
    let isSent = false;
    this.#text.form.addEventListener("submit", () => { isSent = true; }, { signal });
    addEventListener("beforeunload", (event) => {
      if (!isSent && this.#text.value !== this.#text.defaultValue) event.preventDefault();
    }, { signal });
    const { installHotkey } = await import(this.dataset.elements);
    for (const button of this.querySelectorAll("[data-hotkey]")) installHotkey(button);
  }

  disconnectedCallback() {
    this.#leave.abort();
  }

  get #text() {
    return this.querySelector("textarea");
  }

  async #offer(typed) {
    const answer = await fetch(`${this.dataset.records}?find=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    const page = answer?.ok ? await answer.text() : "";
    const list = new DOMParser().parseFromString(page, "text/html").querySelector("[role=listbox]");
    return list?.querySelector("[role=option]") ? { matched: true, fragment: list } : { matched: false };
  }

  // A table stands in lines of its own, wherever the caret is.
  #insert(table) {
    const text = this.#text;
    const before = text.value.slice(0, text.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    text.focus();
    text.setRangeText(`${gap}${table}\n`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async #toggle(button) {
    const shown = this.querySelector(".markdown__shown");
    const opens = shown.hidden;
    if (opens) {
      const body = new FormData();
      body.set(this.#text.name, this.#text.value);
      body.set("csrfmiddlewaretoken", this.#text.form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(button.formAction, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
      // Without an answer of its own, as after the end of a session, the page that says why opens beside this one.
      if (!answer || (!answer.ok && answer.status !== 422)) return this.#text.form.requestSubmit(button);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown.replaceChildren(...page.body.childNodes);
    }
    shown.hidden = !opens;
    this.querySelector(".markdown__text").hidden = opens;
    button.setAttribute("aria-pressed", String(opens));
    if (!opens) this.#text.focus();
  }
}

customElements.define("markdown-editor", MarkdownEditor);
