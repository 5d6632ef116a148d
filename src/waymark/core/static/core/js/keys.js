// Keys of a page. An element says by data-shortcut which key it answers to; the sheet that "?" opens lists the same.

const LINES = "tbody tr, [data-line]";
const rowsOf = (table) => [...table.querySelectorAll(LINES)];
const isTyping = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

function current(table) {
  return rowsOf(table).find((row) => row.hasAttribute("aria-current"));
}

// The link of a line takes the focus, so that Enter opens it without a word from here.
function move(table, step) {
  const rows = rowsOf(table);
  const place = rows.indexOf(current(table));
  const next = rows[place < 0 ? (step > 0 ? 0 : rows.length - 1) : place + step];
  if (!next) return;
  for (const row of rows) row.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
  (next.querySelector("a[href]") ?? next.querySelector("input"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const acts = {
  "next-line": (table) => move(table, 1),
  "previous-line": (table) => move(table, -1),
  "select-line": (table) => current(table)?.querySelector("input[type=checkbox]")?.click(),
  "move-on": (table) => current(table)?.querySelector("[data-move=on]")?.click(),
  "move-back": (table) => current(table)?.querySelector("[data-move=back]")?.click(),
};

function press(element) {
  const act = acts[element.dataset.does];
  if (act) act(element.closest("[data-lines]"));
  else if (element.matches("input, select, textarea")) element.focus();
  else element.click();
}

function sheet() {
  const dialog = document.getElementById("keys");
  const list = dialog?.querySelector("dl");
  if (!list) return;
  const rows = [];
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    const words = element.dataset.words ?? element.textContent.trim();
    const [key, value] = [document.createElement("dt"), document.createElement("dd")];
    const pressed = document.createElement("kbd");
    pressed.textContent = element.dataset.shortcut;
    key.append(pressed);
    value.textContent = words;
    rows.push(key, value);
  }
  list.replaceChildren(...rows, ...[...dialog.querySelector("template").content.cloneNode(true).children]);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    sheet();
    return;
  }
  const wanted = [...document.querySelectorAll("[data-shortcut]:not([data-elsewhere])")];
  const element = wanted.find((one) => one.dataset.shortcut.toLowerCase() === event.key.toLowerCase());
  if (!element) return;
  event.preventDefault();
  press(element);
});

// How many lines are chosen, and all of a page at once.
function count(form) {
  const boxes = [...form.querySelectorAll("input[name=chosen]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("input[name=matching]");
  const number = Number(all?.checked ? all.value : chosen);
  for (const words of form.querySelectorAll("[data-count]")) {
    words.dataset.none ??= words.textContent;
    const some = number === 1 ? words.dataset.countOne ?? words.dataset.count : words.dataset.count;
    words.textContent = number ? some.replace("{n}", number) : words.dataset.none;
  }
  const head = form.querySelector("[data-select-all]");
  if (!head) return;
  head.checked = chosen === boxes.length && chosen > 0;
  head.indeterminate = chosen > 0 && chosen < boxes.length;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-register]");
  if (!form) return;
  if (event.target.matches("[data-select-all]")) {
    for (const box of form.querySelectorAll("input[name=chosen]")) box.checked = event.target.checked;
  }
  count(form);
});
for (const form of document.querySelectorAll("form[data-register]:has(:checked)")) count(form);
// A reset empties the fields after the event.
document.addEventListener("reset", (event) => setTimeout(() => event.target.matches("[data-register]") && count(event.target)));
