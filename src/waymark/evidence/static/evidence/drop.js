// Files dropped on the form or pasted from the clipboard join those that were chosen; the plain file input stays.
// The first of them proposes a title where nobody typed one.

// In the units and steps of core/sizes.py.
function size(bytes) {
  const kib = Math.max(1, bytes / 1024);
  const [count, unit] = Math.round(kib) < 1024 ? [kib, "KiB"] : [kib / 1024, "MiB"];
  return `${count.toLocaleString(undefined, { maximumFractionDigits: count < 10 ? 1 : 0 })} ${unit}`;
}

class EvidenceDrop extends HTMLElement {
  #input = null;
  #form = null;
  #proposed = "";
  #leave = new AbortController();

  connectedCallback() {
    this.#input = this.querySelector("[data-files]");
    this.#form = this.closest("form");
    if (!this.#input || !this.#form) return;
    const { signal } = this.#leave;
    for (const name of ["dragenter", "dragover"]) this.#form.addEventListener(name, (event) => this.#over(event), { signal });
    for (const name of ["dragleave", "drop"]) this.#form.addEventListener(name, () => this.removeAttribute("data-over"), { signal });
    this.#form.addEventListener("drop", (event) => this.#add(event, event.dataTransfer?.files), { signal });
    document.addEventListener("paste", (event) => this.#add(event, event.clipboardData?.files), { signal });
    this.#input.addEventListener("change", () => this.#list(), { signal });
  }

  disconnectedCallback() {
    this.#leave.abort();
  }

  #over(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.setAttribute("data-over", "");
  }

  #add(event, files) {
    if (!files?.length) return;
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of [...this.#input.files, ...files]) all.items.add(file);
    this.#input.files = all.files;
    this.#list();
  }

  #list() {
    const items = [...this.#input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} · ${size(file.size)}`;
      return item;
    });
    this.querySelector("[data-list]").replaceChildren(...items);
    this.#propose();
  }

  #propose() {
    const title = this.#form.querySelector("[data-proposed]");
    const [first] = this.#input.files;
    if (!title || !first || (title.value && title.value !== this.#proposed)) return;
    // As `title_of` does where there is no script: a hyphen between digits belongs to a date or a number.
    const stem = first.name.replace(/(?<=.)\.[^.]{1,19}$/u, "");
    const words = stem.replace(/[_+]|(?<!\d)-|-(?!\d)/gu, " ").split(/\s+/u).filter(Boolean).join(" ").slice(0, 200);
    title.value = this.#proposed = words.slice(0, 1).toUpperCase() + words.slice(1);
    title.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("evidence-drop", EvidenceDrop);
