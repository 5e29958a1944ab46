// Settings that live on this device, in cookies the server reads, so that no page flashes in the wrong theme.

const YEAR = 60 * 60 * 24 * 365; // seconds

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; SameSite=Lax; Max-Age=${value ? YEAR : 0}${secure}`;
}

const theme = document.querySelector("[data-choose=theme]");
theme.addEventListener("change", ({ target: { value } }) => {
  remember("theme", value);
  if (value) document.documentElement.dataset.theme = value;
  else delete document.documentElement.dataset.theme;
});

const shortcuts = document.querySelector("[data-choose=shortcuts]");
shortcuts.addEventListener("change", ({ target: { checked } }) => remember("shortcuts", checked ? "" : "off"));

theme.hidden = shortcuts.hidden = false;

// The clipboard is only there on https and on this machine.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(field.value);
        button.querySelector("span").textContent = "Copied";
      } catch {
        field.select(); // refused by the browser: one keystroke is left to do
      }
    });
  }
}
