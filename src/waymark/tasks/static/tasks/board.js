// Cards of the board can be dragged to another lane. A drop presses the button of the card that leads there, so that
// nothing happens that the buttons would not do; a lane to which no button leads takes no card.

class TaskBoard extends HTMLElement {
  #card = null;
  #leave = new AbortController();

  connectedCallback() {
    const { signal } = this.#leave;
    for (const card of this.querySelectorAll("[data-card]")) card.draggable = card.querySelector("[data-to]") !== null;
    this.addEventListener("dragstart", (event) => this.#lift(event), { signal });
    this.addEventListener("dragover", (event) => this.#over(event), { signal });
    this.addEventListener("drop", (event) => this.#drop(event), { signal });
    this.addEventListener("dragend", () => this.#clear(), { signal });
    this.addEventListener("toggle", (event) => event.target.querySelector?.("textarea")?.focus(), { signal, capture: true });
    this.#return();
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#leave = new AbortController();
  }

  // Who moved a card by the keyboard goes on from there.
  #return() {
    const card = location.hash ? this.querySelector(`[data-card]#${CSS.escape(location.hash.slice(1))}`) : null;
    if (!card) return;
    card.setAttribute("aria-current", "true");
    card.querySelector("a")?.focus({ preventScroll: true });
  }

  #lift(event) {
    this.#card = event.target.closest?.("[data-card]");
    if (!this.#card) return;
    event.dataTransfer.setData("text/plain", this.#card.id);
    event.dataTransfer.effectAllowed = "move";
    this.#card.dataset.lifted = "";
    for (const lane of this.querySelectorAll("[data-lane]")) lane.toggleAttribute("data-takes", this.#way(lane) !== null);
  }

  #over(event) {
    if (this.#way(event.target.closest("[data-lane]"))) event.preventDefault();
  }

  #drop(event) {
    const way = this.#way(event.target.closest("[data-lane]"));
    if (!way) return;
    event.preventDefault();
    if (way.matches("details")) way.open = true;
    else way.requestSubmit();
  }

  #way(lane) {
    return (lane && this.#card?.querySelector(`[data-to="${lane.dataset.lane}"]`)) || null;
  }

  #clear() {
    this.#card?.removeAttribute("data-lifted");
    for (const lane of this.querySelectorAll("[data-takes]")) lane.removeAttribute("data-takes");
    this.#card = null;
  }
}

customElements.define("task-board", TaskBoard);
