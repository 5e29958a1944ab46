// What every page needs: messages that come and go, forms with a fresh token, and menus and dialogs in browsers that
// lag behind.

import { NO_CONNECTION, SIGNED_OUT, renew, token } from "./api.js";
import "./drafts.js";

// --- Messages ------------------------------------------------------------------------------------

const STAYS = 6000; // milliseconds; errors stay until they are dismissed

const toasts = document.getElementById("toasts");

function furnish(toast) {
  const dismiss = document.getElementById("toast-dismiss").content.cloneNode(true).firstElementChild;
  dismiss.addEventListener("click", () => toast.remove());
  toast.append(dismiss);
  if (toast.dataset.kind === "ok") setTimeout(() => leave(toast), STAYS);
}

// Whoever is reading or about to press something in it gets the time they need.
function leave(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(() => leave(toast), STAYS);
  else toast.remove();
}

// Any module says something with: document.dispatchEvent(new CustomEvent("say", {detail: {kind, text, key, undo}})).
// What is said with a key takes the place of what was said with it before; undo is a function that takes it back.
document.addEventListener("say", ({ detail: { kind = "ok", text, key = "", undo } }) => {
  if (key) toasts.querySelector(`[data-key="${key}"]`)?.remove();
  const toast = document.getElementById(`toast-${kind}`).content.cloneNode(true).querySelector(".toast");
  toast.dataset.key = key;
  toast.querySelector("span").textContent = text;
  if (undo) {
    const button = document.getElementById("toast-undo").content.cloneNode(true).firstElementChild;
    button.addEventListener("click", () => {
      toast.remove();
      undo();
    });
    toast.append(button);
  }
  furnish(toast);
  toasts.append(toast);
});

function furnishAll() {
  for (const toast of toasts.querySelectorAll(".toast:not(:has(> .icon-btn))")) furnish(toast);
}

furnishAll();
document.addEventListener("htmx:oobAfterSwap", furnishAll); // an answer can bring messages with it

const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: { kind: "error", text } }));

document.addEventListener("htmx:sendError", () => say(NO_CONNECTION));
document.addEventListener("htmx:timeout", () => say("The server takes too long. Try again."));
document.addEventListener("htmx:responseError", async ({ detail: { xhr } }) => {
  if (xhr.status === 401 || xhr.status === 403) {
    const isSignedIn = await renew().catch(() => false);
    say(isSignedIn ? "That did not go through. Try again." : SIGNED_OUT);
  } else if (xhr.status === 404) say("That is gone.");
  else say("That went wrong on our side. Try again in a moment.");
});

// Who types on, or chooses again, breaks off what was asked before: nothing that went wrong, though htmx logs it as an
// error unless the request's own details say otherwise.
const underWay = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ target, detail }) => underWay.set(target, detail));
document.addEventListener("htmx:abort", ({ target }) => {
  const request = underWay.get(target);
  if (request) request.error = "";
}, true);

// --- Sessions that end -----------------------------------------------------------------------------

// Forms that were drawn before somebody signed in again, in this tab or another, hold a token that no longer counts.
document.addEventListener("submit", ({ target }) => {
  const field = target.elements.namedItem("csrfmiddlewaretoken");
  if (field && token()) field.value = token();
}, true);

// A session that has ended answers a fragment's request with the sign-in page: show it as a page, but not over a
// dialog in which something has been written.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location).pathname) {
    event.detail.shouldSwap = false;
    if (document.querySelector("dialog[open]")) say(SIGNED_OUT);
    else location.reload();
  }
});

// --- Menus: placed beside their button where CSS anchors are missing ---------------------------------

if (!CSS.supports("position-area: block-end")) {
  let opener = null;
  document.addEventListener("click", (event) => {
    opener = event.target.closest("[popovertarget]") ?? opener;
  }, true);
  document.addEventListener("toggle", (event) => {
    if (event.newState !== "open" || !event.target.matches(".menu") || !opener) return;
    const button = opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height, style } = event.target;
    style.left = `${Math.max(8, Math.min(button.left, innerWidth - width - 8))}px`;
    style.top = `${button.bottom + height > innerHeight ? Math.max(8, button.top - height - 12) : button.bottom}px`;
  }, true);
}

// --- Dialogs: <button command="show-modal" commandfor="…"> where browsers do not know it -----------

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[command][commandfor]");
    if (!button) return;
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}

// --- Keys: 1, 2, 3 lead to the views of a page that has several ---------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.shortcuts === "off") return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if (/^[1-9]$/.test(event.key)) document.querySelectorAll(".tabs a")[event.key - 1]?.click();
});
