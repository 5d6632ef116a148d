// A field that can be copied with a button; without JavaScript it is a field that can be selected.

class CopyField extends HTMLElement {
  #input;
  #button;

  connectedCallback() {
    this.#input = this.querySelector("input, textarea");
    this.#button = this.querySelector("button");
    this.#input.addEventListener("focus", this.#select);
    if (!navigator.clipboard) return;
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.#input.removeEventListener("focus", this.#select);
    this.#button.removeEventListener("click", this.#copy);
  }

  #select = () => this.#input.select();

  #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.#input.value);
      this.#button.querySelector("span").textContent = this.#button.dataset.done;
    } catch {
      this.#input.focus();
    }
  };
}

customElements.define("copy-field", CopyField);
