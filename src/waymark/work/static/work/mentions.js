// Who can be mentioned, offered below a comment while somebody types behind an @; arrows choose, Enter or Tab takes.

const WAIT = 120;
const LONGEST = 60;
// An @ that begins a word, and what is typed behind it up to the caret.
const AT = new RegExp(`(?<![\\p{L}\\p{N}_@.])@([^@\\n]{0,${LONGEST}})$`, "u");

class MentionField extends HTMLElement {
  #text = null;
  #combobox = null;
  #start = -1;
  #taken = "";
  #timer = 0;
  #asked = 0;
  #leave = new AbortController();

  connectedCallback() {
    this.#text = this.querySelector("textarea");
    const { signal } = this.#leave;
    this.#text.addEventListener("input", () => this.#later(), { signal });
    this.#text.addEventListener("click", () => this.#later(), { signal });
    this.#text.addEventListener("blur", () => this.#close(), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("combobox-commit", (event) => this.#take(event.target), { signal });
    // A press on a line must not take the focus from the text.
    this.addEventListener("mousedown", (event) => event.target.closest("[role=listbox]") && event.preventDefault(), { signal });
  }

  disconnectedCallback() {
    this.#close();
    this.#leave.abort();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), WAIT);
  }

  async #look() {
    const before = this.#text.value.slice(0, this.#text.selectionEnd);
    const typed = AT.exec(before)?.[1];
    const start = before.length - (typed?.length ?? 0) - 1;
    const isDone = this.#taken && start === this.#start && before.startsWith(this.#taken, start);
    if (typed === undefined || isDone || this.#text.selectionStart !== before.length) return this.#close();
    const round = ++this.#asked;
    const [answer, { default: Combobox }] = await Promise.all([
      fetch(`${this.dataset.address}?find=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } }),
      import(this.dataset.combobox),
    ]).catch(() => [null, {}]);
    const page = answer?.ok ? await answer.text() : "";
    if (round !== this.#asked || document.activeElement !== this.#text) return;
    this.#show(new DOMParser().parseFromString(page, "text/html").querySelector("[role=listbox]"), Combobox);
    this.#start = start;
    this.#taken = "";
  }

  #show(list, Combobox) {
    this.#close();
    this.querySelector("[role=status]").textContent = list?.dataset.found ?? "";
    if (!list?.querySelector("[role=option]")) return;
    this.querySelector(".mention__list").replaceChildren(list);
    this.#combobox = new Combobox(this.#text, list, { tabInsertsSuggestions: true, firstOptionSelectionMode: "selected" });
    this.#combobox.start();
    // A box of several lines stays a text box: it may name its list and the line that is chosen, and be no combobox.
    for (const name of ["role", "aria-expanded", "aria-haspopup"]) this.#text.removeAttribute(name);
  }

  #take(option) {
    const caret = this.#text.selectionEnd;
    this.#taken = `@${option.dataset.mention}`;
    this.#text.setRangeText(`${this.#taken} `, this.#start, caret, "end");
    this.#close();
    this.#text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #key(event) {
    if (!this.#combobox) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#close();
    }
    // Past either end the library chooses nothing; here the choice goes on at the other end, so that one match stays chosen.
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.querySelector("[role=option][aria-selected=true]")) this.#combobox.navigate(step);
  }

  #close() {
    this.#asked += 1;
    this.#combobox?.destroy();
    this.#combobox = null;
    this.querySelector(".mention__list")?.replaceChildren();
  }
}

customElements.define("mention-field", MentionField);
