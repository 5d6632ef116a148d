// Proposes the browser's own time zone beneath the field for one. Nothing is chosen before somebody presses the button.

class BrowserZone extends HTMLElement {
  #leave = new AbortController();

  connectedCallback() {
    const field = document.getElementById(this.dataset.field);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const words = this.querySelector("p");
    const isOffered = field && [...field.options].some((option) => option.value === zone);
    if (!isOffered || !words) return;
    words.querySelector("[data-zone]").textContent = zone.replaceAll("_", " ");
    const { signal } = this.#leave;
    const follow = () => {
      words.hidden = field.value === zone;
    };
    words.querySelector("button").addEventListener("click", () => {
      field.value = zone;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    }, { signal });
    field.addEventListener("change", follow, { signal });
    field.after(words);
    follow();
  }

  disconnectedCallback() {
    this.#leave.abort();
  }
}

customElements.define("browser-zone", BrowserZone);
