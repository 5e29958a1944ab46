// The board: a card is moved by its handle (pointer or keys) or its menu. What can be done, the menu of the card
// knows: a link to the form of the event, or the code of the reason why not (its text is in #why-<code>).
//
// A move opens the form in the dialog. When that is saved the board is fetched anew; until then the card only lies
// in its new column, and goes back when the dialog closes.

const main = document.getElementById("main");
const live = document.getElementById("board-live");
const dialog = document.getElementById("dialog");
const THRESHOLD = 4; // pixels before a press becomes a drag
const STAYS = 8000; // milliseconds that a message stays once nothing is lifted
const EDGE = 60; // pixels from the edge where the board, or the page, scrolls along
const STEP = 12; // pixels that it scrolls in a frame

let pressed = null; // {grip, id, x, y, at, wide, tall}: a pointer holds the handle; where it went down, where it is
let lifted = null; // {card, grip, over, pointer}: on its way, by the pointer or by keys
let pending = null; // {card, home: {list, before}, target, opener}: the form is open

const targets = () => [...main.querySelectorAll("[data-target]")];
const targetOf = (card) => card.closest("[data-target]");
const nameOf = (target) => target.querySelector(".col-head").childNodes[1].textContent.trim();
const moveOf = (card, target) => card.querySelector(`[data-move="${target.dataset.target}"]`);
const whyNot = (move) => document.getElementById(`why-${move.dataset.why}`)?.textContent ?? "";

let clearing = 0;

// What a message at the bottom says already is only for those who do not see the card move.
function tell(text, { isShown = true } = {}) {
  live.textContent = text;
  live.classList.toggle("sr-only", !isShown);
  clearTimeout(clearing);
  if (!lifted) clearing = setTimeout(() => { live.textContent = ""; }, STAYS);
}

function refuse(text) {
  tell("");
  document.dispatchEvent(new CustomEvent("say", { detail: { kind: "error", text, key: "board" } }));
}

// --- Picking up and putting down -----------------------------------------------------------------------

function lift(card, grip, pointer = null) {
  lifted = { card, grip, over: targetOf(card), pointer };
  card.classList.add("is-lifted");
  grip.setAttribute("aria-pressed", "true");
  for (const target of targets()) {
    const move = moveOf(card, target);
    if (move.dataset.why !== "now") target.dataset.drop = move.href ? "yes" : "no";
  }
  const next = card.querySelector("[data-move]:has(.hint):not([aria-disabled])");
  const ahead = next ? ` ${next.firstChild.textContent.trim()} is next.` : "";
  tell(`${card.dataset.title} picked up.${ahead} ${pointer ? "" : "Left and right choose a stage. Press Space to drop, Escape to put it back."}`);
}

function lower() {
  const { card, grip } = lifted;
  hover(null);
  card.classList.remove("is-lifted");
  // Even an empty style is copied when the board is swapped, which the page's policy forbids. Chromium forgets to
  // remove one that has not been looked at since it was set.
  if (card.hasAttribute("style")) card.removeAttribute("style");
  grip.setAttribute("aria-pressed", "false");
  main.querySelector(".board").classList.remove("is-dragging");
  for (const target of targets()) delete target.dataset.drop;
  lifted = null;
}

function hover(target) {
  main.querySelector(".slot")?.remove();
  for (const other of main.querySelectorAll(".is-over")) other.classList.remove("is-over");
  if (!target || target === targetOf(lifted.card)) return;
  const move = moveOf(lifted.card, target);
  target.classList.add("is-over");
  const slot = document.createElement("p");
  slot.className = move.href ? "slot" : "slot is-no";
  slot.textContent = move.href ? `Drop for ${nameOf(target).toLowerCase()}` : "Not possible";
  target.querySelector(".col-head").after(slot);
}

function aim(target) {
  if (target === lifted.over) return;
  lifted.over = target;
  hover(target);
  if (!target) return;
  const move = moveOf(lifted.card, target);
  if (move.dataset.why === "now") tell(`${nameOf(target)}: here it is now.`);
  else tell(move.href ? `${nameOf(target)}: drop to add it.` : `${nameOf(target)} is not possible. ${whyNot(move)}`);
}

function drop() {
  const { card, grip, over } = lifted;
  lower();
  const move = over && moveOf(card, over);
  if (!move || move.dataset.why === "now") tell(`${card.dataset.title} is where it was.`);
  else go(move, grip);
}

function putBack() {
  const { card } = lifted;
  pressed = null;
  lower();
  tell(`${card.dataset.title} put back.`);
}

// --- The move --------------------------------------------------------------------------------------------

async function go(move, opener) {
  const card = move.closest(".kcard");
  const target = main.querySelector(`[data-target="${move.dataset.move}"]`);
  if (!move.href) {
    if (move.dataset.why === "now") tell(`${card.dataset.title} is in ${nameOf(target)} now.`);
    else refuse(`${card.dataset.title} cannot move to ${nameOf(target).toLowerCase()}. ${whyNot(move)}`);
    return;
  }
  const item = card.parentElement;
  pending = { card, item, home: { list: item.parentElement, before: item.nextElementSibling }, target, opener };
  target.querySelector("ul").prepend(item);
  card.classList.add("is-moving");
  tell("");
  try {
    await htmx.ajax("GET", move.href, { target: "#dialog", swap: "innerHTML" });
  } catch {
    // shell.js says what went wrong
  }
  if (!dialog.open) restore();
}

function restore() {
  if (!pending) return;
  const { card, item, home, opener } = pending;
  pending = null;
  home.list.insertBefore(item, home.before);
  card.classList.remove("is-moving");
  tell(`${card.dataset.title} put back.`);
  opener.focus();
}

dialog.addEventListener("close", restore);

async function redraw() {
  const { scrollLeft, scrollTop } = main.querySelector(".board");
  const opened = [...main.querySelectorAll(".closed[open] > summary")].map(({ id }) => id);
  await htmx.ajax("GET", location.pathname + location.search, { target: "#board", swap: "innerHTML show:none" });
  for (const id of opened) document.getElementById(id).parentElement.open = true;
  main.querySelector(".board").scrollTo(scrollLeft, scrollTop);
}

// Another tab was quicker: the card is where that has put it.
document.addEventListener("tracking-stale", async (event) => {
  event.preventDefault();
  const { card } = pending; // put back as soon as the dialog has closed
  await redraw();
  const grip = document.getElementById(card.id)?.querySelector(".grip");
  (grip?.checkVisibility() ? grip : main).focus();
});

document.addEventListener("tracking-changed", async (event) => {
  event.preventDefault();
  const { card, target } = pending;
  pending = null;
  await redraw();
  const moved = document.getElementById(card.id);
  const now = moved ? targetOf(moved) : null;
  const stage = target.dataset.target;
  if (now && now.dataset.target !== stage) {
    tell(`${nameOf(target)} is added. ${card.dataset.title} stays in ${nameOf(now)}: an event there is later. Open the card to move or delete that one.`);
  } else {
    tell(`${card.dataset.title} is in ${nameOf(target)} now.`, { isShown: false });
  }
  const place = moved?.checkVisibility() ? moved.querySelector(".grip") : document.getElementById(`c-${stage}`);
  place.focus();
});

// --- By menu ---------------------------------------------------------------------------------------------

main.addEventListener("click", (event) => {
  const move = event.target.closest("[data-move]");
  if (!move || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const menu = move.closest(".menu");
  const opener = main.querySelector(`[popovertarget="${menu.id}"]`);
  menu.hidePopover();
  opener.focus();
  go(move, opener);
});

// --- By keys ---------------------------------------------------------------------------------------------

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

// Sideways alone: the lifted card stays in sight.
function scrollTo(target) {
  const board = main.querySelector(".board");
  const [seen, column] = [board, target].map((element) => element.getBoundingClientRect());
  if (column.right > seen.right) board.scrollLeft += column.right - seen.right + 16;
  if (column.left < seen.left) board.scrollLeft -= seen.left - column.left + 16;
}

main.addEventListener("keydown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || lifted?.pointer) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (event.repeat) return;
    if (lifted) drop();
    else lift(grip.closest(".kcard"), grip);
  } else if (lifted && event.key in STEPS) {
    event.preventDefault();
    const all = targets();
    const target = all[all.indexOf(lifted.over) + STEPS[event.key]];
    if (!target) return;
    scrollTo(target);
    aim(target);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && lifted) putBack();
});

main.addEventListener("focusout", ({ target }) => {
  if (lifted && !lifted.pointer && target === lifted.grip) putBack();
});

// --- By pointer ------------------------------------------------------------------------------------------

// How far something is scrolled along an axis, and how far it can be: what is dragged makes it larger.
const scrolled = (element, start, size, client) => ({ element, start, from: element[start], most: element[size] - element[client] });

main.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button || lifted) return;
  const board = grip.closest(".board");
  // On phones the board is as tall as its columns, and the page scrolls.
  const tall = board.scrollHeight > board.clientHeight ? board : document.scrollingElement;
  pressed = {
    ...{ grip, id: event.pointerId, x: event.clientX, y: event.clientY, at: event },
    wide: scrolled(board, "scrollLeft", "scrollWidth", "clientWidth"),
    tall: scrolled(tall, "scrollTop", "scrollHeight", "clientHeight"),
  };
  grip.setPointerCapture(event.pointerId);
});

main.addEventListener("pointermove", (event) => {
  if (!pressed || event.pointerId !== pressed.id) return;
  pressed.at = event;
  if (!lifted) {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < THRESHOLD) return;
    lift(pressed.grip.closest(".kcard"), pressed.grip, pressed);
    main.querySelector(".board").classList.add("is-dragging");
    requestAnimationFrame(glide);
  }
  follow();
});

function follow() {
  const { x, y, at, wide, tall } = pressed;
  const [across, down] = [wide, tall].map(({ element, start, from }) => element[start] - from);
  lifted.card.style.translate = `${at.clientX - x + across}px ${at.clientY - y + down}px`;
  const under = document.elementsFromPoint(at.clientX, at.clientY).find((element) => !lifted.card.contains(element) && element.closest("[data-target]"));
  aim(under?.closest("[data-target]") ?? null);
}

// A pointer that rests at an edge scrolls on.
function glide() {
  if (!pressed || !lifted) return;
  const { at, wide, tall } = pressed;
  const { left, right, top, bottom } = wide.element.getBoundingClientRect();
  const across = scrollBy(wide, at.clientX, Math.max(left, 0), Math.min(right, innerWidth));
  const isPage = tall.element !== wide.element;
  const down = scrollBy(tall, at.clientY, isPage ? 0 : Math.max(top, 0), isPage ? innerHeight : Math.min(bottom, innerHeight));
  if (across || down) follow();
  requestAnimationFrame(glide);
}

function scrollBy({ element, start, most }, at, first, last) {
  const before = element[start];
  const step = at > last - EDGE ? STEP : at < first + EDGE ? -STEP : 0;
  if (step) element[start] = Math.max(0, Math.min(before + step, most));
  return element[start] !== before;
}

main.addEventListener("pointerup", (event) => {
  if (event.pointerId !== pressed?.id) return;
  pressed = null;
  if (lifted) drop();
});

for (const lost of ["pointercancel", "lostpointercapture"]) {
  main.addEventListener(lost, (event) => {
    if (event.pointerId !== pressed?.id) return;
    pressed = null;
    if (lifted) putBack();
  });
}

main.dataset.ready = "";
