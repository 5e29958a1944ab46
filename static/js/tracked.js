// What the person tracks: asked for once when the page loads, kept here, and changed at once when they
// press the button. The server hears of it in the background; if it refuses, the page goes back and says so.

import { call } from "./api.js";

const confirmed = new Map(); // job id → {tracking_id, stage}, as the server said last
const answers = new Map(); // job id → what settles when the server has heard of the last change
const wanted = new Map(); // job id → the wish {isTracked, …} that the server is still to hear of

// It is sent to its end also when the page is being left.
const tell = (method, path, body) => call(method, path, { body, keepalive: true });

// --- The cache -------------------------------------------------------------------------------------

async function load() {
  const { tracked } = await call("GET", "/api/tracked/ids");
  confirmed.clear();
  for (const [job, tracking] of Object.entries(tracked)) confirmed.set(job, tracking);
  mark(document);
}

function shown(job) {
  const tracking = confirmed.get(job);
  if (!wanted.has(job)) return tracking;
  return wanted.get(job).isTracked ? (tracking ?? { stage: "interested" }) : undefined;
}

// A part that the server has just rendered is newer than what is kept, but for what is under way.
function absorb(part) {
  for (const { dataset } of within(part)) {
    if (wanted.has(dataset.job)) continue;
    if (dataset.stage) confirmed.set(dataset.job, { tracking_id: Number(dataset.tracking), stage: dataset.stage });
    else confirmed.delete(dataset.job);
  }
  mark(part);
}

// --- Changes ---------------------------------------------------------------------------------------

// A wish: isTracked; hasAgreed, that notes and resume go with it; isArchived, what comes back among the archived.
async function change(job, title, wish) {
  const isUnderWay = wanted.has(job);
  wanted.set(job, wish);
  if (wish.isTracked) for (const since of document.querySelectorAll(`[data-job="${job}"] .tracked-since span`)) since.textContent = "just now";
  mark(document);
  const text = wish.isTracked ? `Tracking ${title}` : `No longer tracking ${title}`;
  // With the notes gone, there is no way back.
  const undo = wish.hasAgreed ? null : () => takeBack(job, title, wish);
  say({ text, undo });
  if (isUnderWay) return; // the loop below sees the new wish when its call returns
  let failure = null;
  try {
    while (wanted.get(job).isTracked !== confirmed.has(job)) await send(job, wanted.get(job));
  } catch (error) {
    failure = error;
  }
  wanted.delete(job);
  mark(document);
  if (failure) await explain(failure, job, title);
}

function takeBack(job, title, { isTracked, isArchived }) {
  start(job, title, { isTracked: !isTracked, isArchived });
  panelOf(job)?.querySelector("[data-when]:not([hidden]) .track-btn")?.focus();
}

async function send(job, { isTracked, hasAgreed, isArchived }) {
  if (isTracked) {
    const { tracking_id, stage } = await tell("POST", "/api/tracked", { job_id: Number(job) });
    confirmed.set(job, { tracking_id, stage });
    if (isArchived) await tell("PATCH", `/api/tracked/${tracking_id}`, { is_archived: true });
  } else {
    const only = hasAgreed ? "" : "?if_empty=true"; // another tab may have kept notes meanwhile
    await tell("DELETE", `/api/tracked/${confirmed.get(job).tracking_id}${only}`);
    confirmed.delete(job);
  }
}

async function explain(error, job, title) {
  say({ kind: "error", text: `${title}: not saved. ${error.message}` });
  // Another tab was quicker: only the server knows how things stand.
  if (![400, 404, 409].includes(error.status)) return;
  await load();
  if (!panelOf(job)) return;
  await htmx.ajax("GET", location.href, { target: "#job", swap: "innerHTML show:none" });
  const button = document.querySelector('[popovertarget="untrack-ask"]');
  if (error.code !== "not_empty" || !button) return;
  button.focus();
  button.click(); // which asks
}

const say = (detail) => document.dispatchEvent(new CustomEvent("say", { detail: { ...detail, key: "tracked" } }));

const panelOf = (job) => document.querySelector(`.job-panel[data-job="${job}"]`);

// --- The page --------------------------------------------------------------------------------------

const within = (part) => [...(part.matches?.("[data-job]") ? [part] : []), ...part.querySelectorAll("[data-job]")];

function mark(part) {
  for (const element of within(part)) {
    const tracking = shown(element.dataset.job);
    element.toggleAttribute("data-tracked", Boolean(tracking));
    if (element.matches(".job")) {
      element.querySelector(".job-state").textContent = tracking ? ` (tracked: ${tracking.stage})` : "";
    } else {
      markButton(element.querySelector("[data-track]"), tracking);
    }
  }
}

function markButton(buttons, tracking) {
  const state = !tracking ? "untracked" : tracking.stage === "interested" ? "interested" : "later";
  for (const part of buttons.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").includes(state);
  }
  if (state !== "later") return;
  buttons.querySelector(".stage-text use").setAttribute("href", `#i-${tracking.stage}`);
  buttons.querySelector(".stage-name").textContent = tracking.stage[0].toUpperCase() + tracking.stage.slice(1);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-change]");
  if (!form) return;
  event.preventDefault();
  const panel = form.closest("[data-job]");
  const isTracked = form.dataset.change === "track";
  form.closest("[popover]")?.hidePopover();
  const hadFocus = form.closest("[data-when]").contains(document.activeElement);
  const { job, title } = panel.dataset;
  start(job, title, { isTracked, hasAgreed: "agreed" in form.dataset, isArchived: !isTracked && "archived" in panel.dataset });
  const button = panel.querySelector("[data-when]:not([hidden]) .track-btn");
  if (hadFocus) button?.focus();
  // Under the pointer that has just pressed it, the button first shows that it worked, not what it does next.
  button?.setAttribute("data-fresh", "");
  button?.addEventListener("pointerleave", () => button.removeAttribute("data-fresh"), { once: true });
});

// The second press of a double click is not meant for what the first has put under the pointer.
document.addEventListener("click", (event) => {
  if (event.detail < 2 || !event.target.closest("[data-track]")) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

function start(job, title, wish) {
  const isUnderWay = wanted.has(job);
  const answer = change(job, title, wish);
  if (!isUnderWay) answers.set(job, answer);
}

// The card is there once the server has heard of it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-job] [data-card]");
  const job = link?.closest("[data-job]").dataset.job;
  if (!wanted.has(job)) return;
  event.preventDefault();
  await answers.get(job);
  if (confirmed.has(job)) location.assign(link.href);
});

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt !== document.body) absorb(elt);
});

absorb(document);
load().catch((error) => say({ kind: "error", text: `What you track could not be loaded. ${error.message}` }));
