// The one dialog of a page (<dialog id="dialog">): what htmx puts into it is shown, its forms are answered there.
//
// A form that went through closes it. Then the answer goes where the form's hx-target says; of a form that named
// another page to go on with (?next=) there is no answer: "tracking-changed" is dispatched, and the page reloaded
// unless a listener has prevented that because it shows the change itself.
//
// What was written in it is thrown away only when somebody says so. If it told that the page behind is out of date
// (data-stale), "tracking-stale" is dispatched when it closes; the page is reloaded in the same way.

const dialog = document.getElementById("dialog");
let shown = null; // what its form said when it was opened

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target !== dialog || dialog.open) return;
  dialog.showModal();
  shown = said();
  dialog.querySelector("[autofocus]")?.focus();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap) return;
  const { elt } = detail.requestConfig;
  if (detail.xhr.status === 422) {
    // A form with errors; or the sentence that says why a button on the page cannot do what it says.
    detail.target = dialog;
    detail.swapOverride = "innerHTML";
  } else if (dialog.contains(elt)) {
    shut();
    if (elt.getAttribute("hx-swap") === "none") {
      detail.shouldSwap = false; // or htmx would tell of a swap into the dialog, which opens it
      const about = { detail: { tracking: elt.dataset.tracking }, cancelable: true };
      if (document.dispatchEvent(new CustomEvent("tracking-changed", about))) location.reload();
    }
  }
});

// What is said of an error is said in it: behind it nobody could read or dismiss that.
document.addEventListener("say", (event) => {
  const body = dialog.open && event.detail.kind === "error" && dialog.querySelector(".dialog-body");
  if (!body) return;
  event.stopImmediatePropagation();
  silence();
  const error = document.getElementById("dialog-error").content.cloneNode(true).firstElementChild;
  error.querySelector("p").textContent = event.detail.text;
  body.prepend(error);
  error.scrollIntoView({ block: "nearest" });
}, true);

const silence = () => dialog.querySelector(".dialog-error")?.remove();

dialog.addEventListener("htmx:beforeRequest", silence);

dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  if (isWritten()) ask();
  else shut();
});

dialog.addEventListener("close", () => {
  const stale = dialog.querySelector("[data-stale]");
  shown = null;
  dialog.replaceChildren();
  if (!stale) return;
  const about = { detail: { tracking: stale.dataset.tracking }, cancelable: true };
  if (document.dispatchEvent(new CustomEvent("tracking-stale", about))) location.reload();
});

// --- What was written -------------------------------------------------------------------------------

function said() {
  const form = dialog.querySelector("form");
  const data = new FormData(form ?? undefined);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams(data).toString();
}

const isWritten = () => dialog.open && shown !== null && said() !== shown;

function shut() {
  shown = null; // before the page is left, which would ask
  dialog.close();
}

// In the place of its buttons. Asked once more, it goes on: Escape alone never throws anything away.
function ask() {
  const foot = dialog.querySelector(".dialog-foot");
  if (foot.hidden) return dialog.querySelector("[data-keep]").click();
  const asked = document.getElementById("dialog-ask").content.cloneNode(true).firstElementChild;
  const from = document.activeElement;
  const keep = asked.querySelector("[data-keep]");
  keep.addEventListener("click", () => {
    asked.remove();
    foot.hidden = false;
    from.focus();
  });
  asked.querySelector("[data-throw]").addEventListener("click", shut);
  foot.hidden = true;
  foot.after(asked);
  keep.focus();
}

// Browsers close a dialog whose "cancel" was prevented when Escape comes again; a key that was, they do not see.
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isWritten()) return;
  event.preventDefault();
  ask();
});

dialog.addEventListener("cancel", (event) => {
  if (event.target !== dialog || !isWritten()) return;
  event.preventDefault();
  ask();
});

addEventListener("beforeunload", (event) => {
  if (isWritten()) event.preventDefault();
});
