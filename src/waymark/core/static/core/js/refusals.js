// Honest words when a save fails, for as long as it has not been done again.

const flashes = () => document.getElementById("flashes");

function show(templateId) {
  const template = document.getElementById(templateId);
  const region = flashes();
  if (!template || !region) return;
  region.replaceChildren(template.content.cloneNode(true));
}

// A refusal comes as the message for the flashes; whatever else an error holds is not for the page.
function showRefusal(text) {
  const message = new DOMParser().parseFromString(text, "text/html").querySelector("#flashes[hx-swap-oob]");
  if (message && flashes()) flashes().replaceChildren(...message.childNodes);
  else show("refused");
}

// What was said of a change holds until that change is saved.
let failure = { path: "", nodes: [] };
function keepFailure(event) {
  failure = { path: event.detail.requestConfig?.path, nodes: [...(flashes()?.childNodes ?? [])] };
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    show("not-saved");
    keepFailure(event);
  });
}
document.addEventListener("htmx:responseError", (event) => {
  // Who was signed out is asked to sign in again, by signed-out.js.
  if (event.detail.xhr.status === 401) return;
  showRefusal(event.detail.xhr.responseText);
  keepFailure(event);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.requestConfig.path !== failure.path) return;
  for (const node of failure.nodes) node.remove();
});
