// A picture that the browser cannot draw gives way to the sentence beside it.

class EvidencePicture extends HTMLElement {
  #leave = new AbortController();

  connectedCallback() {
    const picture = this.querySelector("img");
    const { signal } = this.#leave;
    picture.addEventListener("error", () => this.#giveWay(picture), { signal });
    picture.addEventListener("load", () => this.#check(picture), { signal });
    // It may have come, or failed, before this module did.
    if (picture.complete) this.#check(picture);
  }

  disconnectedCallback() {
    this.#leave.abort();
  }

  // The head of a broken picture may be whole: then it has a size, no error comes, and nothing is drawn.
  async #check(picture) {
    try {
      (await createImageBitmap(picture)).close();
    } catch {
      this.#giveWay(picture);
    }
  }

  #giveWay(picture) {
    picture.hidden = true;
    this.querySelector("p").hidden = false;
  }
}

customElements.define("evidence-picture", EvidencePicture);
