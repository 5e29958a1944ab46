// A form that could not be kept, because the session had ended or its token was stale, is filled in again.
//
// What it says is put aside when it is sent. If the sign-in page or "This form has grown stale" (403_csrf.html) comes
// instead of an answer, it is put back when the page with the form is shown next, in this tab and to the same person.

const KEY = "draft";
const FIELDS = "textarea[name], select[name], input[name]:not([type=hidden], [type=file], [type=checkbox], [type=radio])";

const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: { kind: "error", text, key: "draft" } }));
const isSigningIn = location.pathname.startsWith("/accounts/");

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function write(draft) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // no room, or storage is switched off: then going back is what is left
  }
}

const fieldsOf = (form) => [...form.elements].filter((field) => field.matches(FIELDS));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || isSigningIn || form.querySelector("[type=password]")) return;
  const values = fieldsOf(form).map(({ name, value }) => [name, value]);
  if (!values.length) return;
  write({ user: document.body.dataset.user, page: location.pathname + location.search, action: form.getAttribute("action"), values });
});

function putBack({ values }, form) {
  for (const field of fieldsOf(form)) {
    const found = values.find(([name]) => name === field.name);
    if (found) field.value = found[1];
  }
  form.closest("[popover]")?.showPopover();
  say("You were signed out before this could be saved. What you typed is in its form again: send it once more.");
}

function look(draft) {
  const stale = document.querySelector("[data-form-kept]");
  if (stale || isSigningIn) {
    if (stale) {
      stale.hidden = false;
      stale.querySelector("a").href = draft.page;
    } else if (!draft.isRefused) {
      say("You are signed out, and what you typed is not saved yet. Sign in, and it is in its form again.");
    }
    write({ ...draft, isRefused: true });
    return;
  }
  const isTheirs = draft.user === document.body.dataset.user;
  const form = [...document.forms].find((other) => other.getAttribute("action") === draft.action);
  if (draft.isRefused && isTheirs && !form) return; // until they come to its page
  sessionStorage.removeItem(KEY);
  if (draft.isRefused && isTheirs) putBack(draft, form);
}

// By then whoever listens is there.
document.addEventListener("DOMContentLoaded", () => {
  const draft = read();
  if (draft) look(draft);
});
