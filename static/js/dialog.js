// The one dialog of a page (<dialog id="dialog">): what htmx puts into it is shown, its forms are answered there.
//
// A form that went through closes it. Then the answer goes where the form's hx-target says; of a form that named
// another page to go on with (?next=) there is no answer: "tracking-changed" is dispatched, and the page reloaded
// unless a listener has prevented that because it shows the change itself.

const dialog = document.getElementById("dialog");

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target !== dialog || dialog.open) return;
  dialog.showModal();
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
    dialog.close();
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
  dialog.close();
});

dialog.addEventListener("close", () => dialog.replaceChildren());
