// What every page needs: flashes that go away, menus that close, "/" for the search box, honest words when a save fails.

const flashes = () => document.getElementById("flashes");

function show(templateId) {
  const template = document.getElementById(templateId);
  const region = flashes();
  if (!template || !region) return;
  region.replaceChildren(template.content.cloneNode(true));
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
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
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest("details[data-menu][open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && plain && !isTyping(event.target)) {
    const box = document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
});

document.addEventListener("htmx:sendError", () => show("not-saved"));
document.addEventListener("htmx:timeout", () => show("not-saved"));
document.addEventListener("htmx:responseError", (event) => {
  // Who was signed out is asked to sign in again, by signed-out.js.
  if (event.detail.xhr.status !== 401) show("refused");
});
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-focus]")?.focus());
document.querySelector("[data-focus]")?.focus();
