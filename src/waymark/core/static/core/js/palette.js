// The palette over a page: arrows choose among the lines that htmx brings, Enter opens one, and a quick Enter waits for them.

const dialog = document.getElementById("palette");
const input = dialog.querySelector("input");
const form = input.form;
const { default: Combobox } = await import(dialog.dataset.combobox);
// One more than is taken, so that the server says what is too long in its own sentence.
const LONGEST = 201;
let combobox;
let isWaiting = false;
let opensFirst = false;

function follow() {
  combobox?.stop();
  const list = dialog.querySelector("[role=listbox]");
  combobox = list && new Combobox(input, list, { tabInsertsSuggestions: false, firstOptionSelectionMode: "selected" });
  combobox?.start();
  const note = dialog.querySelector(".palette__note");
  dialog.querySelector("[role=status]").textContent = list?.dataset.found ?? note?.textContent.trim() ?? "";
}

input.addEventListener("input", () => {
  isWaiting = true;
  opensFirst = false;
});

// Enter without a line: either the lines are still on their way, or there is nothing to open.
form.addEventListener("submit", (event) => {
  if (isWaiting || !combobox) event.preventDefault();
  opensFirst = isWaiting;
});

input.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters.set("q", input.value.slice(0, LONGEST));
});

dialog.addEventListener("htmx:afterSwap", () => {
  isWaiting = false;
  follow();
  if (opensFirst) dialog.querySelector("[role=option]")?.click();
  opensFirst = false;
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  dialog.addEventListener(failure, () => {
    isWaiting = opensFirst = false;
  });
}

// A line may lead to a place on this very page.
dialog.addEventListener("combobox-commit", ({ detail }) => {
  if (!detail.event.ctrlKey && !detail.event.metaKey && !detail.event.shiftKey) dialog.close();
});

dialog.addEventListener("close", () => {
  isWaiting = opensFirst = false;
});

follow();
