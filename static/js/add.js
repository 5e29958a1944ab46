// Adding a posting: the bookmarklet, and what it hands over in the fragment of the address. A fragment never
// leaves the browser, so a page's text is sent to nobody but, with the form, to this jobtracker.

const paste = document.getElementById("paste");

// What is typed already in the fields goes along: only the empty ones are filled in.
paste.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of new FormData(document.getElementById("posting"))) {
    if (!formData.has(name)) formData.append(name, value);
  }
});

function handOver() {
  let page;
  try {
    page = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return; // somebody else's fragment
  }
  if (typeof page?.url !== "string") return;
  history.replaceState(null, "", location.pathname); // going back must not hand it over again
  paste.elements.page_url.value = page.url;
  paste.elements.text.value = Array.isArray(page.jsonld)
    ? page.jsonld.map((block) => `<script type="application/ld+json">${String(block).replaceAll("</", "<\\/")}</script>`).join("\n")
    : "";
  if (typeof page.title === "string") sessionStorage.setItem("page-title", page.title.slice(0, 300));
  paste.requestSubmit();
}

// A page without JSON-LD still has a title, which is a beginning.
function suggestTitle() {
  const title = document.querySelector("form [name=title]");
  const known = sessionStorage.getItem("page-title");
  sessionStorage.removeItem("page-title");
  if (known && !title.value) title.value = known;
}

function collect(address) {
  const blocks = [...document.querySelectorAll('script[type*="application/ld+json" i]')].map((script) => script.textContent);
  const page = { url: location.href, title: document.title, jsonld: blocks.some((block) => block.includes("JobPosting")) ? blocks : [] };
  open(`${address}#${encodeURIComponent(JSON.stringify(page))}`);
}

if (location.hash.length > 1) handOver();
else suggestTitle();

const address = new URL(location.pathname.replace(/\/read$/, ""), location.href).href;
document.getElementById("bookmarklet").href =
  `javascript:${encodeURIComponent(`(${collect})(${JSON.stringify(address)})`)}`;
document.getElementById("bookmarklet-hint").hidden = false;
