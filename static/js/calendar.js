// The calendar: other months and days without loading the page again. The events three months either side are
// asked for once and kept here by id; the server's own templates are the moulds for what is drawn.
//
// Days are text ("2026-06-18") and are reckoned in UTC only: no browser's time zone can move an event to the day
// before. What "today" is, the server knows from the person's own time zone.

import { EVENT_NOTES, STAGES } from "./tracking-schema.js";

const EITHER_SIDE = 3; // months
const CLOSING = ["accepted", "declined", "rejected"];
const [FIRST_MONTH, LAST_MONTH] = ["1970-01", "2100-12"];

const table = document.getElementById("month");
const heading = document.getElementById("month-name");
const dayView = document.getElementById("day");
const { today, card } = table.dataset;

// --- Days and months as text ---------------------------------------------------------------------------

const midnight = (day) => new Date(`${day}T00:00:00Z`);
const text = (moment) => moment.toISOString().slice(0, 10);
const told = (day, form) => new Intl.DateTimeFormat("en-GB", { ...form, timeZone: "UTC" }).format(midnight(day));

function daysLater(day, days) {
  const moment = midnight(day);
  moment.setUTCDate(moment.getUTCDate() + days);
  return text(moment);
}

function monthsLater(month, months) {
  const moment = midnight(`${month}-01`);
  moment.setUTCMonth(moment.getUTCMonth() + months);
  return text(moment).slice(0, 7);
}

const mondayOf = (day) => daysLater(day, -((midnight(day).getUTCDay() + 6) % 7));
const firstShown = (month) => mondayOf(`${month}-01`);
const lastShown = (month) => daysLater(mondayOf(daysLater(`${monthsLater(month, 1)}-01`, -1)), 6);
const within = (month) => (month < FIRST_MONTH ? FIRST_MONTH : month > LAST_MONTH ? LAST_MONTH : month);

const monthName = (month) => told(`${month}-01`, { month: "long", year: "numeric" });
const dayName = (day) => `${told(day, { weekday: "long" })} ${told(day, { day: "numeric", month: "long", year: "numeric" })}`;

// --- The cache -----------------------------------------------------------------------------------------

const events = new Map(); // id → event, as the API answers it
const months = new Map(); // month → the call that brings all events of its weeks, under way or done

function load(month) {
  if (!months.has(month)) {
    const [from, to] = [within(monthsLater(month, -EITHER_SIDE)), within(monthsLater(month, EITHER_SIDE))];
    const call = fetchBetween(from, to);
    for (let one = from; one <= to; one = monthsLater(one, 1)) if (!months.has(one)) months.set(one, call);
    call.catch(() => {
      for (const [one, kept] of months) if (kept === call) months.delete(one);
    });
  }
  return months.get(month);
}

async function fetchBetween(from, to) {
  const first = from === FIRST_MONTH ? `${from}-01` : firstShown(from);
  const last = to === LAST_MONTH ? `${to}-31` : lastShown(to);
  const response = await fetch(`/api/tracked/calendar/events?start=${first}&end=${last}`, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  for (const event of (await response.json()).events) events.set(event.id, event);
}

function byDay() {
  const days = Map.groupBy(events.values(), (event) => event.event_date);
  for (const day of days.values()) day.sort((a, b) => order(a.event_time ?? "", b.event_time ?? "") || a.id - b.id);
  return days;
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// --- Drawing -------------------------------------------------------------------------------------------

const mould = (name) => document.getElementById(`${name}-mould`).content.firstElementChild.cloneNode(true);

function show({ month, day }) {
  const days = byDay();
  heading.textContent = monthName(month);
  document.title = document.title.replace(/^.*, calendar/, `${monthName(month)}, calendar`);
  table.dataset.month = month;
  table.caption.textContent = `Events in ${monthName(month)}`;
  table.tBodies[0].replaceChildren(...weeks(month, days));
  point("previous-month", month > FIRST_MONTH && monthsLater(month, -1));
  point("next-month", month < LAST_MONTH && monthsLater(month, 1));
  showDay(day, month, days);
}

function* weeks(month, days) {
  for (let monday = firstShown(month); monday <= lastShown(month); monday = daysLater(monday, 7)) {
    const week = document.createElement("tr");
    for (let ahead = 0; ahead < 7; ahead += 1) {
      const day = daysLater(monday, ahead);
      week.append(cell(day, month, days.get(day) ?? []));
    }
    yield week;
  }
}

function cell(day, month, onIt) {
  const drawn = mould("cell");
  drawn.dataset.day = day;
  drawn.classList.toggle("is-out", !day.startsWith(month));
  if (day === today) drawn.setAttribute("aria-current", "date");
  else for (const small of drawn.querySelectorAll("small")) small.remove();
  for (const time of drawn.querySelectorAll("time")) {
    time.dateTime = day;
    time.textContent = Number(day.slice(8));
  }
  const more = drawn.querySelector(".event-more");
  const [link, plain] = drawn.querySelectorAll(".day");
  if (onIt.length) {
    plain.remove();
    link.querySelector(".sr-only").textContent = `${told(day, { month: "long" })}, ${onIt.length} event${onIt.length === 1 ? "" : "s"}`;
    link.href = more.href = `?day=${day}#day`;
  } else {
    link.remove();
  }
  const shown = onIt.slice(0, Number(table.dataset.dayShows));
  more.before(...shown.map(pill));
  if (onIt.length > shown.length) more.firstChild.textContent = `+${onIt.length - shown.length}`;
  else more.remove();
  return drawn;
}

function pill(event) {
  const drawn = fill(mould("event"), event);
  drawn.classList.toggle("is-past", event.event_date < today);
  const [link, hovercard] = drawn.children;
  link.href = card.replace(/0$/, event.tracking_id);
  hovercard.id = `event-${event.id}`;
  link.setAttribute("aria-describedby", hovercard.id);
  return drawn;
}

function dayEntry(event) {
  const drawn = fill(mould("entry"), event);
  drawn.querySelector(event.event_time ? '[data-slot="no-time"]' : '[data-slot="at"]')?.remove();
  drawn.querySelector("a").href = card.replace(/0$/, event.tracking_id);
  return drawn;
}

// What is planned of an application that is over, as on the server (CalendarPage).
function off({ stage, event_type: type, event_date: day }) {
  const isAhead = day > today || (day === today && type !== "applied");
  return CLOSING.includes(stage) && !CLOSING.includes(type) && isAhead ? `Off: ${stage} since` : "";
}

function fill(drawn, event) {
  const { event_type: type, event_date: day, event_time: time, location: place, job } = event;
  const at = time?.slice(0, 5);
  put(drawn, "label", STAGES.find(({ value }) => value === type).label);
  put(drawn, "title", job.title);
  put(drawn, "company", job.company);
  drawn.classList.toggle("is-off", Boolean(off(event)));
  if (off(event)) put(drawn, "off", off(event));
  else drawn.querySelector('[data-slot="off"]').remove();
  put(drawn, "when", told(day, { day: "numeric", month: "long", year: "numeric" }) + (at ? `, ${at}` : ""));
  if (at) put(drawn, "at", at);
  else drawn.querySelector('time[data-slot="at"]').remove();
  const where = drawn.querySelector('[data-slot="where"]');
  if (place) where.lastElementChild.textContent = place;
  else where.remove();
  const fact = drawn.querySelector('[data-slot="fact"]');
  fact.replaceWith(...facts(event).map((words) => {
    const row = fact.cloneNode(true);
    words.forEach((word, index) => { row.children[index].textContent = word; });
    return row;
  }));
  for (const stage of drawn.querySelectorAll("[data-stage]")) {
    stage.dataset.stage = type;
    stage.querySelector("use").setAttribute("href", `#i-${type}`);
  }
  return drawn;
}

function put(drawn, slot, words) {
  for (const place of drawn.querySelectorAll(`[data-slot="${slot}"]`)) {
    (place.querySelector("b") ?? place).textContent = words;
  }
}

// What the note says, field by field as declared; nothing of what is not filled in.
function facts({ event_type: type, note }) {
  return EVENT_NOTES[type]
    .filter(({ name, shown_for: only }) => note[name] && (!only || note[only.field] === only.value))
    .map(({ name, label, options }) => [label, options.find(({ value }) => value === note[name])?.label ?? note[name]]);
}

function showDay(day, month, days) {
  dayView.hidden = !day;
  document.getElementById("close-day").href = `?month=${month}`;
  if (!day) return;
  const onIt = days.get(day) ?? [];
  document.getElementById("day-name").textContent = dayName(day);
  document.getElementById("day-entries").replaceChildren(...onIt.map(dayEntry));
  document.getElementById("day-none").hidden = onIt.length > 0;
}

function point(id, month) {
  const link = document.getElementById(id);
  link.toggleAttribute("href", Boolean(month));
  if (month) {
    link.href = `?month=${month}`;
    link.removeAttribute("aria-disabled");
    link.removeAttribute("role");
  } else {
    link.setAttribute("aria-disabled", "true");
    link.setAttribute("role", "link");
  }
}

// --- Going there ---------------------------------------------------------------------------------------

function asked(address) {
  const params = new URL(address, location).searchParams;
  const day = params.get("day");
  return { day, month: day?.slice(0, 7) ?? params.get("month") ?? today.slice(0, 7) };
}

let latest = 0; // of several clicks while events are on their way, the last one counts

async function go(address) {
  const turn = (latest += 1);
  const view = asked(address);
  table.setAttribute("aria-busy", "true");
  try {
    await load(view.month);
  } catch (error) {
    // Signed out, or broken: the server's own page says which. Offline: stay.
    if (error instanceof TypeError) say(`${monthName(view.month)} could not be loaded. Try again when you are back online.`);
    else location.assign(address);
    return false;
  } finally {
    if (turn === latest) table.removeAttribute("aria-busy");
  }
  if (turn !== latest) return false;
  show(view);
  return true;
}

const say = (message) => document.dispatchEvent(new CustomEvent("say", { detail: { kind: "error", text: message, key: "calendar" } }));

document.querySelector("main").addEventListener("click", async (event) => {
  const link = event.target.closest('a[href^="?"]');
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const address = link.href; // which the link itself changes on the way
  const closed = link.id === "close-day" && asked(location.href).day;
  if (!(await go(address))) return;
  if (address !== location.href) history.pushState(null, "", address);
  if (asked(address).day) dayView.focus();
  else if (closed) table.querySelector(`[data-day="${closed}"] .day`)?.focus();
});

addEventListener("popstate", () => go(location.href));

// Back from a card, where an event may have been changed: what is kept is old.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

// --- The card beside an event: Esc puts it away until it is left ------------------------------------------

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const event of table.querySelectorAll(".event:is(:hover, :focus-within)")) event.dataset.dismissed = "";
});

for (const kind of ["mouseout", "focusout"]) {
  table.addEventListener(kind, ({ target, relatedTarget }) => {
    const event = target.closest(".event");
    if (event && !event.contains(relatedTarget)) delete event.dataset.dismissed;
  });
}

// It opens where there is room for it, downwards if anywhere.
for (const kind of ["pointerover", "focusin"]) {
  table.addEventListener(kind, ({ target }) => {
    const event = target.closest(".event");
    const beside = event?.querySelector(".hovercard");
    if (!beside || beside.contains(target)) return;
    const { top, bottom } = event.getBoundingClientRect();
    const above = top - document.querySelector(".topbar").offsetHeight;
    const below = innerHeight - bottom;
    event.dataset.opens = below >= beside.offsetHeight + 8 || below >= above ? "down" : "up";
  });
}

// --- Before it is asked for: whoever comes near a link to another month or a day is about to go there ---------

for (const kind of ["pointerover", "focusin"]) {
  document.querySelector("main").addEventListener(kind, ({ target }) => {
    if (target.closest('a[href^="?"]')) load(table.dataset.month).catch(() => {});
  });
}
