// A session that ends under an open page: ask to sign in over it, then send again what could not be saved.

const channel = new BroadcastChannel("waymark-sign-in");
const dialog = document.getElementById("signed-out");
const waiting = new Map();

document.addEventListener("htmx:responseError", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (xhr.status !== 401 || !dialog) return;
  waiting.set(elt, requestConfig.triggeringEvent?.type ?? "submit");
  if (!dialog.open) dialog.showModal();
});

// The page that a sign-in ends on says so, whichever tab it is in.
if (location.pathname === dialog?.dataset.again) channel.postMessage("signed in");
channel.addEventListener("message", goOn);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && dialog?.open) goOn();
});

async function goOn() {
  if (!dialog?.open) return;
  const answer = await fetch(dialog.dataset.again, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return;
  const { user, token } = await answer.json();
  const isSame = String(user) === dialog.dataset.user;
  dialog.querySelector("[data-somebody-else]").hidden = isSame;
  if (!isSame) return;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  dialog.close();
  const again = [...waiting];
  waiting.clear();
  for (const [element, event] of again) if (element.isConnected) htmx.trigger(element, event);
}
