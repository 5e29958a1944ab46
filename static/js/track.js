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
let place = null; // {part, near}: where that card stood, and the ids of the others there, the next one first
let spent = null; // the message whose Undo has been pressed
let more = null; // {part, shown}: all of a part of the list are asked for, that many are there

const PARTS = ["active", "rejected", "archived"]; // of the list, downwards
const partOf = (card) => card?.closest("#active, .section-fold")?.id;

function placeOf(card) {
  const part = partOf(card);
  if (!part) return null;
  const ids = [...document.querySelectorAll(`#${part} .tcard`)].map(({ id }) => id);
  const at = ids.indexOf(card.id);
  return { part, near: [...ids.slice(at + 1), ...ids.slice(0, at).reverse()] };
}

// A card that has gone, or moved down the list, leaves whoever sent it away where they were.
function focusAfterChange(shown) {
  const card = document.getElementById(changed);
  const stays = place && (!card || PARTS.indexOf(partOf(card)) > PARTS.indexOf(place.part));
  const next = stays ? document.getElementById(place.near.find((id) => partOf(document.getElementById(id)) === place.part)) : (card ?? shown);
  (next?.querySelector("summary") ?? document.getElementById("list-heading")).focus();
}

document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig, shouldSwap, target } }) => {
  if (!shouldSwap) return;
  // An inside that has yet to come waits for its own card to unfold: kept in another, it would wait for ever.
  if (target === list) for (const body of list.querySelectorAll(".tcard-body:has(> [hx-trigger])")) body.removeAttribute("id");
  unfolded = [...list.querySelectorAll(".tcard[open]")].map(({ id }) => id);
  folded = [...list.querySelectorAll(".section-fold:not([open])")].map(({ id }) => id);
  const { elt } = requestConfig;
  spent = elt.closest(".toast");
  const part = elt.closest(".more")?.parentElement;
  more = part && { part: part.id, shown: part.querySelectorAll(".tcard").length };
  changed = elt.dataset.tracking ? `card-${elt.dataset.tracking}` : elt.closest(".tcard")?.id;
  place = placeOf(document.getElementById(changed));
});

document.addEventListener("htmx:afterSettle", () => {
  const shown = list.querySelector(".tcard[open]"); // the one that the server has unfolded
  for (const id of unfolded.splice(0)) document.getElementById(id)?.setAttribute("open", "");
  for (const part of folded.splice(0).map((id) => document.getElementById(id))) {
    part?.toggleAttribute("open", part.contains(document.getElementById(changed)));
  }
  for (const [id, kept] of unsaved) keep(id, kept);
  spent?.remove();
  spent = null;
  // What had the focus is gone with the swap, and the answer named nothing else: go on where the change was.
  if (changed && document.activeElement === document.body) focusAfterChange(shown);
  changed = null;
  if (more) document.querySelectorAll(`#${more.part} .tcard`)[more.shown]?.querySelector("summary").focus();
  more = null;
});

// A form in the dialog told that another tab was quicker. What is inside a card outlives a swap of the list.
document.addEventListener("tracking-stale", async (event) => {
  event.preventDefault();
  const { tracking } = event.detail;
  await htmx.ajax("GET", location.pathname + location.search, { target: "#list", swap: "innerHTML show:none" });
  const body = document.getElementById(`body-${tracking}`);
  if (!body) return;
  await htmx.ajax("GET", `/track/${tracking}`, { target: body, swap: "innerHTML show:none" });
  body.closest(".tcard").querySelector("summary").focus();
});

// --- Notes -----------------------------------------------------------------------------------------

// A field's defaultValue is what the server has of it, as far as this page knows: what it is changed from.

const PAUSE = 1500; // milliseconds without a key until what was typed is saved
const SHOWN = 2000; // milliseconds
const LONG = 10_000; // characters; what is longer browsers do not send any more when the page is left
const unsaved = new Map(); // the id of a field → {value, before, reason, other}: what could not be saved, and why
const timers = new Map();
const pauses = new Map();
const saving = new Map(); // the id of a field → what settles when the server has heard of it

// One after the other: of two calls at once, the second would seem to meet a change from elsewhere.
function save(field) {
  clearTimeout(pauses.get(field.id));
  const answer = Promise.resolve(saving.get(field.id)).then(() => send(field)).finally(() => {
    if (saving.get(field.id) === answer) saving.delete(field.id);
  });
  saving.set(field.id, answer);
}

// The press that leaves a field can be one on Untrack: what was written comes first.
document.addEventListener("htmx:confirm", (event) => {
  const { verb, issueRequest } = event.detail;
  if (!saving.size || verb === "get") return;
  event.preventDefault();
  Promise.allSettled(saving.values()).then(() => issueRequest(true));
});

// isLast: an earlier text is still on its way, so what the server has is not known.
async function send(field, isLast = false) {
  const { id, name, value, defaultValue: before } = field;
  if (value === before) return forget(id);
  const path = `/api/tracked/${field.form.dataset.notes}`;
  const notes = { [name]: value.trim() || null };
  const body = isLast ? { notes } : { notes, notes_before: { [name]: before } };
  try {
    await call("PATCH", path, { body, keepalive: value.length < LONG });
  } catch (error) {
    if (error.code === "changed_meanwhile") return meet(field, path);
    keep(id, { value, before, reason: error.status === 404 ? "This job is no longer tracked." : error.message });
    return;
  }
  field.defaultValue = value;
  forget(id);
  const output = document.querySelector(`output[for="${id}"]`);
  if (!output) return;
  output.hidden = false;
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => { output.hidden = true; }, SHOWN));
}

// Another tab has written there: say what, and let the person decide.
async function meet(field, path) {
  const { id, name, value, defaultValue: before } = field;
  try {
    const other = ((await call("GET", path)).notes[name] ?? "").replaceAll("\r\n", "\n").trim();
    if (other === value.trim()) { // it was this page, and it did not hear of that
      field.defaultValue = value;
      return forget(id);
    }
    const reason = other ? `Another tab has written: “${other}”` : "Another tab has emptied this.";
    keep(id, { value, before, reason, other });
  } catch (error) {
    keep(id, { value, before, reason: error.message });
  }
}

// The text stays in its field, also in one that has taken its place, until it is saved.
function keep(id, kept) {
  unsaved.set(id, kept);
  const field = document.getElementById(id);
  if (!field) return;
  let error = document.getElementById(`${id}-error`);
  if (!error) {
    field.value = kept.value;
    field.defaultValue = kept.before;
    error = document.getElementById("note-error").content.cloneNode(true).firstElementChild;
    error.id = `${id}-error`;
    error.addEventListener("click", ({ target }) => {
      const { choice } = target.closest("button")?.dataset ?? {};
      const { other } = unsaved.get(id) ?? {};
      if (!choice) return;
      if (choice !== "again") field.defaultValue = other;
      if (choice === "both") field.value = [other, field.value].join(field.matches("textarea") ? "\n" : " / ");
      field.focus();
      save(field);
    });
    field.after(error);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  }
  error.querySelector("span").textContent = `Not saved. ${kept.reason}`;
  for (const button of error.querySelectorAll("button")) {
    button.hidden = (button.dataset.choice === "again") !== (kept.other === undefined) || (button.dataset.choice === "both" && !kept.other);
  }
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

list.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-notes] .input")) return;
  clearTimeout(pauses.get(target.id));
  pauses.set(target.id, setTimeout(() => save(target), PAUSE));
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

const written = () => [...list.querySelectorAll("[data-notes] .input:not([readonly])")].filter(({ value, defaultValue }) => value !== defaultValue);

addEventListener("beforeunload", (event) => {
  if (unsaved.size || written().some(({ value }) => value.length >= LONG)) event.preventDefault();
});

addEventListener("pagehide", () => {
  for (const field of written()) send(field, saving.has(field.id));
});

// A phone may never come back to a page that it has put away.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const field of written()) save(field);
});
