// A picture that the browser cannot draw gives way to the sentence beside it.

class EvidencePicture extends HTMLElement {
  #leave = new AbortController();

  connectedCallback() {
    const picture = this.querySelector("img");
    const broken = () => {
      picture.hidden = true;
      this.querySelector("p").hidden = false;
    };
    picture.addEventListener("error", broken, { signal: this.#leave.signal });
    // It may have failed before this module came.
    if (picture.complete && !picture.naturalWidth) broken();
  }

  disconnectedCallback() {
    this.#leave.abort();
  }
}

customElements.define("evidence-picture", EvidencePicture);
