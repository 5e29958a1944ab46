// The Track page's list: cards stay unfolded when the list around them is swapped, and notes save themselves.

import { call } from "./api.js";

const list = document.getElementById("list");

// --- Filters ---------------------------------------------------------------------------------------

// What is empty, or the default, has no place in an address that people keep.
document.getElementById("filters").addEventListener("htmx:configRequest", ({ detail: { formData } }) => {
  for (const [name, value] of [...formData]) {
    if (!value.trim() || (name === "sort" && value === "company")) formData.delete(name);
  }
});

// --- Swaps -----------------------------------------------------------------------------------------

let unfolded = []; // cards
let folded = []; // parts of the list
let changed = null; // the id of the card a change was about
let spent = null; // the message whose Undo has been pressed
let more = null; // {part, shown}: all of a part of the list are asked for, that many are there

document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig, shouldSwap } }) => {
  if (!shouldSwap) return;
  unfolded = [...list.querySelectorAll(".tcard[open]")].map(({ id }) => id);
  folded = [...list.querySelectorAll(".section-fold:not([open])")].map(({ id }) => id);
  const { elt } = requestConfig;
  spent = elt.closest(".toast");
  const part = elt.closest(".more")?.parentElement;
  more = part && { part: part.id, shown: part.querySelectorAll(".tcard").length };
  changed = elt.dataset.tracking ? `card-${elt.dataset.tracking}` : elt.closest(".tcard")?.id;
});

document.addEventListener("htmx:afterSettle", () => {
  const shown = list.querySelector(".tcard[open]"); // the one that the server has unfolded
  for (const id of unfolded.splice(0)) document.getElementById(id)?.setAttribute("open", "");
  for (const part of folded.splice(0).map((id) => document.getElementById(id))) {
    part?.toggleAttribute("open", part.contains(document.getElementById(changed)));
  }
  for (const [id, { value, reason }] of unsaved) keep(id, value, reason);
  spent?.remove();
  spent = null;
  // What had the focus is gone with the swap, and the answer named nothing else: go on where the change was.
  if (changed && document.activeElement === document.body) {
    ((document.getElementById(changed) ?? shown)?.querySelector("summary") ?? document.getElementById("main")).focus();
  }
  changed = null;
  if (more) document.querySelectorAll(`#${more.part} .tcard`)[more.shown]?.querySelector("summary").focus();
  more = null;
});

// --- Notes -----------------------------------------------------------------------------------------

const SHOWN = 2000; // milliseconds
const unsaved = new Map(); // the id of a field → what could not be saved, and why
const timers = new Map();
const saving = new Set(); // what settles when the server has heard of a field

function save(field) {
  const answer = send(field).finally(() => saving.delete(answer));
  saving.add(answer);
}

// The press that leaves a field can be one on Untrack: what was written comes first.
document.addEventListener("htmx:confirm", (event) => {
  const { verb, issueRequest } = event.detail;
  if (!saving.size || verb === "get") return;
  event.preventDefault();
  Promise.allSettled(saving).then(() => issueRequest(true));
});

async function send(field) {
  const { id, name, value } = field;
  const tracking = field.form.dataset.notes;
  try {
    await call("PATCH", `/api/tracked/${tracking}`, {
      body: { notes: { [name]: value.trim() || null } },
      keepalive: value.length < 10_000, // also when the page is being left; browsers allow that for short bodies
    });
  } catch (error) {
    keep(id, value, error.status === 404 ? "This job is no longer tracked." : error.message);
    return;
  }
  forget(id);
  const output = document.querySelector(`output[for="${id}"]`);
  if (!output) return;
  output.hidden = false;
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => { output.hidden = true; }, SHOWN));
}

// The text stays in its field, also in one that has taken its place, until it is saved.
function keep(id, value, reason) {
  unsaved.set(id, { value, reason });
  const field = document.getElementById(id);
  if (!field) return;
  const message = `Not saved. ${reason}`;
  let error = document.getElementById(`${id}-error`);
  if (!error) {
    field.value = value;
    error = document.getElementById("note-error").content.cloneNode(true).firstElementChild;
    error.id = `${id}-error`;
    error.querySelector("button").addEventListener("click", () => {
      field.focus();
      save(field);
    });
    field.after(error);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  }
  error.querySelector("span").textContent = message;
}

function forget(id) {
  unsaved.delete(id);
  const field = document.getElementById(id);
  document.getElementById(`${id}-error`)?.remove();
  field?.removeAttribute("aria-invalid");
  field?.removeAttribute("aria-describedby");
}

list.addEventListener("change", ({ target }) => {
  if (target.matches("[data-notes] .input")) save(target);
});

// Enter in a line of text: the same as leaving it.
list.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-notes]")) return;
  event.preventDefault();
  document.activeElement?.blur();
});

addEventListener("online", () => {
  for (const id of unsaved.keys()) {
    const field = document.getElementById(id);
    if (field) save(field);
  }
});

addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
