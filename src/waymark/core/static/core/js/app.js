// What every page needs: flashes that go away, menus that close, the palette.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

const palette = document.getElementById("palette");

function openPalette() {
  if (document.querySelector("dialog:modal")) return;
  closeMenus();
  const input = palette.querySelector("input");
  input.value = "";
  palette.showModal();
  input.focus();
  htmx.trigger(input, "palette-open");
  import(palette.dataset.module);
}

function isTyping(element) {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest("[data-flash]")?.remove();
  closeMenus(event.target.closest("details[data-menu]"));
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  // What lies around the palette is the dialogue itself.
  if (event.target === palette) palette.close();
  const isPlainClick = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (palette && isPlainClick && event.target.closest("[data-palette]")) {
    event.preventDefault();
    openPalette();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest("details[data-menu][open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
  if (!palette) return;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const isChord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  if (isChord || (event.key === "/" && isPlain && !isTyping(event.target))) {
    event.preventDefault();
    if (palette.open) palette.close();
    else openPalette();
  }
});

// What only some need comes when they need it: the element names its module.
document.addEventListener("focusin", ({ target }) => {
  const field = target.closest("mention-field");
  if (field) import(field.dataset.module);
});

function openEditors(within) {
  const editor = within.querySelector?.("markdown-editor");
  if (editor) import(editor.dataset.module);
}

openEditors(document);
document.addEventListener("htmx:afterSettle", (event) => openEditors(event.target));

document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-focus]")?.focus());
document.querySelector("[data-focus]")?.focus();
