// Comfort on the Search page: short addresses, chips that tell what is chosen, keys, and where the focus goes.

const filters = document.getElementById("filters");
const results = document.getElementById("results");
const details = document.getElementById("job");

// --- Filters ---------------------------------------------------------------------------------------

// A word may be unfinished while it is typed, until Enter says otherwise; and what is empty, or the
// default, has no place in an address that people share.
filters.addEventListener("htmx:configRequest", ({ detail: { formData, triggeringEvent } }) => {
  if (triggeringEvent?.type === "input") formData.set("prefix", "true");
  if (triggeringEvent?.type === "submit") formData.delete("prefix");
  const asked = [...formData].filter(([name, value]) => value.trim() && !(name === "open" && value === "true"));
  for (const name of new Set(formData.keys())) formData.delete(name);
  for (const [name, value] of asked) formData.append(name, value);
});

// A place that is typed is one more that is chosen: before the change is sent, which htmx does below the form.
filters.addEventListener("change", ({ target }) => {
  const place = target.value.trim();
  if (target.id !== "filter-place" || !place) return;
  target.value = "";
  const boxes = [...target.closest(".menu").querySelectorAll("[type=checkbox]")];
  const known = boxes.find((box) => box.value.toLowerCase() === place.toLowerCase());
  if (known) {
    known.checked = true;
    return;
  }
  const choice = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "location", value: place });
  box.toggleAttribute("checked", true); // as an attribute: it is in the page when that is restored
  choice.className = "check";
  choice.append(box, place);
  target.closest(".filter-fields").before(choice);
}, true);

filters.addEventListener("change", () => {
  for (const label of filters.querySelectorAll("[data-chosen]")) {
    const menu = document.getElementById(label.closest("[popovertarget]").getAttribute("popovertarget"));
    const checked = [...menu.querySelectorAll(":checked")].map((box) => box.parentElement.textContent.trim());
    const typed = [...menu.querySelectorAll("input:not([type=checkbox], [type=search])")].map(({ value }) => value.trim()).filter(Boolean);
    const chosen = [...checked, ...(typed.length ? [typed.join(" ")] : [])];
    label.textContent = chosen.length > 1 ? `${chosen[0]} +${chosen.length - 1}` : (chosen[0] ?? "");
  }
});

// What narrows the companies is no filter: leaving it searches for nothing new.
const companyName = document.getElementById("company-name");
companyName.parentElement.hidden = false;
companyName.addEventListener("change", (event) => event.stopPropagation());

// What is wrong with a field comes with the results, and the field itself stays as it is.
document.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
  const field = filters.querySelector(`[aria-describedby~="${target.id}"]`);
  if (target.childElementCount) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
});

// Other words are read afresh.
filters.elements.q.addEventListener("input", () => {
  for (const reading of results.querySelectorAll("[name=exact], [name=prefix]")) reading.remove();
});

// Filters are counted when they are opened; "toggle" does not bubble.
filters.addEventListener("toggle", ({ target, newState }) => {
  if (newState === "open") target.dispatchEvent(new Event("count"));
}, true);

// The search to save is the one in the address, which changes without the page being loaded anew.
document.getElementById("save-search").addEventListener("submit", ({ target }) => {
  target.elements.query.value = location.search.slice(1);
});

// It is called by the words that are searched for, until another name is typed.
document.getElementById("saved-menu").addEventListener("toggle", ({ newState }) => {
  const name = document.getElementById("saved-name");
  if (newState !== "open" || (name.value && name.value !== name.defaultValue)) return;
  name.defaultValue = filters.elements.q.value.trim().slice(0, name.maxLength);
  name.value = name.defaultValue;
});

const foldAll = document.getElementById("fold-all");
foldAll.hidden = false;
foldAll.addEventListener("click", () => {
  for (const company of results.querySelectorAll("details[open]")) company.open = false;
});

// --- Focus -----------------------------------------------------------------------------------------

const currentRow = () => results.querySelector(".job[aria-current]");

function openDetails() {
  const open = details.querySelector("[data-job]")?.dataset.job;
  for (const row of results.querySelectorAll(".job")) {
    if (row.dataset.job === open) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  details.toggleAttribute("data-open", true);
  details.scrollTop = 0;
  details.focus({ preventScroll: true });
}

function closeDetails() {
  details.removeAttribute("data-open");
  (currentRow() ?? results.closest("section")).focus();
}

let beforeMore = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  beforeMore = target.matches(".more") ? target.previousElementSibling : null;
});
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target === details) openDetails();
});
document.addEventListener("htmx:afterSettle", () => {
  beforeMore?.nextElementSibling?.querySelector("summary, .job")?.focus();
  beforeMore = null;
});

// The link leads to #main, which closes the details that an address with #job had opened. It takes the place of that
// address, so that going back does not open them again; to go back in history would load the list anew.
details.addEventListener("click", (event) => {
  if (!event.target.closest(".detail-back")) return;
  event.preventDefault();
  location.replace("#main");
  const list = new URL(location);
  list.searchParams.delete("job");
  list.hash = "";
  history.replaceState({ htmx: true }, "", list);
  closeDetails();
});

currentRow()?.scrollIntoView({ block: "center" });

// --- Keys ------------------------------------------------------------------------------------------

function move(step) {
  const rows = [...results.querySelectorAll(".company[open] .job, .company:not([open]) > summary")];
  const from = rows.indexOf(rows.includes(document.activeElement) ? document.activeElement : currentRow());
  rows[Math.max(0, from + step)]?.focus();
}

// With the focus on it: what the button may ask stands beside it.
function press(button) {
  button?.focus();
  button?.click();
}

const KEYS = {
  "/": () => filters.elements.q.select(),
  j: () => move(1),
  k: () => move(-1),
  t: () => press(details.querySelector("[data-when]:not([hidden]) .track-btn")),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector(":popover-open")) return;
  if (event.key === "Escape" && details.contains(event.target)) closeDetails();
  else if (KEYS[event.key] && document.documentElement.dataset.shortcuts !== "off") {
    event.preventDefault();
    KEYS[event.key]();
  }
});
