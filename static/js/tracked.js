// What the person tracks: asked for once when the page loads, kept here, and changed at once when they
// press the button. The server hears of it in the background; if it refuses, the page goes back and says so.

const confirmed = new Map(); // job id → {tracking_id, stage}, as the server said last
const answers = new Map(); // job id → what settles when the server has heard of the last change
const wanted = new Map(); // job id → whether it shall be tracked, while the server is still to hear of it

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]").value;
  if (body) headers["Content-Type"] = "application/json";
  // A change is sent to its end also when the page is being left.
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body), keepalive: method !== "GET" });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.detail);
  return answer;
}

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
  return wanted.get(job) ? (tracking ?? { stage: "interested" }) : undefined;
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

async function change(job, title, isTracked) {
  const isUnderWay = wanted.has(job);
  wanted.set(job, isTracked);
  mark(document);
  say({ text: isTracked ? `Tracking ${title}` : `No longer tracking ${title}` });
  if (isUnderWay) return; // the loop below sees the new wish when its call returns
  try {
    while (wanted.get(job) !== confirmed.has(job)) await send(job, wanted.get(job));
  } catch (error) {
    await explain(error, title);
  } finally {
    wanted.delete(job);
    mark(document);
  }
}

async function send(job, isTracked) {
  if (isTracked) {
    const { tracking_id, stage } = await call("POST", "/api/tracked", { job_id: Number(job) });
    confirmed.set(job, { tracking_id, stage });
  } else {
    await call("DELETE", `/api/tracked/${confirmed.get(job).tracking_id}`);
    confirmed.delete(job);
  }
}

async function explain(error, title) {
  const isLostSession = error.status === 401 || error.status === 403;
  const reason = isLostSession ? "You are signed out: reload the page." : (error.message ?? "");
  say({ kind: "error", text: `${title}: not saved. ${error instanceof Refused ? reason : "No connection."}` });
  // Another tab was quicker: only the server knows how things stand.
  if ([400, 404, 409].includes(error.status)) await load();
}

const say = (detail) => document.dispatchEvent(new CustomEvent("say", { detail: { ...detail, key: "tracked" } }));

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
  const icon = buttons.querySelector(".stage-text use");
  icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, `#i-${tracking.stage}`));
  buttons.querySelector(".stage-name").textContent = tracking.stage[0].toUpperCase() + tracking.stage.slice(1);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-change]");
  if (!form) return;
  event.preventDefault();
  const panel = form.closest("[data-job]");
  const isTracked = form.dataset.change === "track";
  form.closest("[popover]")?.hidePopover();
  if (isTracked) panel.querySelector(".tracked-since span").textContent = "just now";
  const hadFocus = form.closest("[data-when]").contains(document.activeElement);
  const { job, title } = panel.dataset;
  const isUnderWay = wanted.has(job);
  const answer = change(job, title, isTracked);
  if (!isUnderWay) answers.set(job, answer);
  const button = panel.querySelector("[data-when]:not([hidden]) .track-btn");
  if (hadFocus) button?.focus();
  // Under the pointer that has just pressed it, the button first shows that it worked, not what it does next.
  button?.setAttribute("data-fresh", "");
  button?.addEventListener("pointerleave", () => button.removeAttribute("data-fresh"), { once: true });
});

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
load().catch((error) => say({ kind: "error", text: `What you track could not be loaded. ${error.message ?? ""}` }));
