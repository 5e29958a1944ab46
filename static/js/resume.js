// A resume goes from here straight to the object store: ask for an address, put the file there, confirm.

import { NO_CONNECTION, Refused, call } from "./api.js";

const TYPE = "application/pdf";
const MAX = 5 * 1024 * 1024; // bytes, as the server has it

const list = document.getElementById("list");
const underWay = new Set();

class Failed extends Error {} // the object store, with a sentence that says so

// XMLHttpRequest, because fetch does not tell how far an upload is.
function put(file, { upload_url, headers }, { signal, onprogress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", upload_url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", onprogress);
    request.addEventListener("load", () => {
      if (request.status < 300) resolve();
      else reject(new Failed("The file store did not take the file. Try again."));
    });
    request.addEventListener("error", () => reject(new Failed("Files cannot be reached at the moment. Everything else works. Try again in a little while.")));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function reasonAgainst(file) {
  if (file.type !== TYPE) return `${file.name} is no PDF. Choose a PDF of 5 MB or less.`;
  if (file.size > MAX) return `${file.name} is larger than 5 MB. Choose a PDF of 5 MB or less.`;
  if (!file.size) return `${file.name} is empty.`;
  return null;
}

async function upload(box, file) {
  box.querySelector("[role=alert]")?.remove();
  const reason = reasonAgainst(file);
  if (reason) return complain(box, reason);

  const tracking = box.dataset.resume;
  const atRest = box.querySelector("[data-at-rest]");
  const shown = document.getElementById("resume-uploading").content.cloneNode(true).firstElementChild;
  const [name, told, bar, cancel] = ["p", "[role=status]", "progress", "button"].map((part) => shown.querySelector(part));
  const stop = new AbortController();
  name.textContent = file.name;
  bar.setAttribute("aria-label", `Uploading ${file.name}`);
  cancel.addEventListener("click", () => stop.abort(null));
  const hadFocus = box.contains(document.activeElement);
  atRest.hidden = true;
  atRest.after(shown);
  if (hadFocus) cancel.focus();
  underWay.add(tracking);
  try {
    const address = await call("GET", `/api/tracked/${tracking}/resume/upload-url?size=${file.size}`, { signal: stop.signal });
    const onprogress = ({ loaded, total }) => {
      bar.value = loaded / total;
      told.textContent = `Uploading, ${Math.round((100 * loaded) / total)}% of ${megabytes(file.size)}`;
    };
    await put(file, address, { signal: stop.signal, onprogress });
    cancel.disabled = true; // what follows is decided
    told.textContent = "Checking";
    const body = { s3_key: address.s3_key, filename: file.name };
    await call("POST", `/api/tracked/${tracking}/resume/confirm`, { body });
    await htmx.ajax("GET", `/track/${tracking}`, { target: `[data-resume="${tracking}"]`, swap: "outerHTML", select: ".resume" });
    document.querySelector(`[data-resume="${tracking}"] a`)?.focus();
    document.dispatchEvent(new CustomEvent("say", { detail: { text: `${file.name} is kept with this job`, key: "resume" } }));
  } catch (error) {
    shown.remove();
    atRest.hidden = false;
    atRest.querySelector("input").focus();
    if (stop.signal.aborted) return;
    complain(box, error instanceof Refused || error instanceof Failed ? error.message : NO_CONNECTION);
  } finally {
    underWay.delete(tracking);
  }
}

function complain(box, reason) {
  const error = document.getElementById("resume-error").content.cloneNode(true).firstElementChild;
  const isKept = box.querySelector(".file[data-at-rest]");
  error.querySelector("span").textContent = isKept ? `${reason} The resume you have is kept.` : reason;
  box.append(error);
}

list.addEventListener("change", ({ target }) => {
  const box = target.closest("[data-resume]");
  if (!box || !target.files?.length) return;
  upload(box, target.files[0]);
  target.value = ""; // so that the same file can be chosen again
});

list.addEventListener("dragover", (event) => {
  if (event.target.closest("[data-resume]") && event.dataTransfer.types.includes("Files")) event.preventDefault();
});

list.addEventListener("drop", (event) => {
  const box = event.target.closest("[data-resume]");
  if (!box || !event.dataTransfer.files.length) return;
  event.preventDefault();
  if (box.querySelector("input") && !underWay.has(box.dataset.resume)) upload(box, event.dataTransfer.files[0]);
});

addEventListener("beforeunload", (event) => {
  if (underWay.size) event.preventDefault();
});
