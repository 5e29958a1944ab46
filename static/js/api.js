// Calls of our own API, and the token that Django asks for with every change.
//
// Signing in gives out another token, in whichever tab, so it is read from its cookie each time: the one that
// the page was drawn with may have gone stale.

export const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again.";
export const NO_CONNECTION = "No connection. Try again when you are back online.";
const NO_COOKIE = "This browser keeps no cookies of this site, and saving needs one. Allow them, then try again.";
const WRONG = "That went wrong on our side. Try again in a moment.";

// A call that failed. status: 0 if there was no answer; code: the API's word for programs; message: a sentence.
export class Refused extends Error {
  constructor(status, answer = {}) {
    super({ 0: NO_CONNECTION, 401: SIGNED_OUT, 403: NO_COOKIE }[status] ?? firstText(answer) ?? WRONG);
    Object.assign(this, { status, code: answer.code });
  }
}

// Of what is wrong, field by field and perhaps deep inside: what comes first.
function firstText(part) {
  if (typeof part === "string") return part;
  if (part === null || typeof part !== "object") return undefined;
  return Object.values(part).map(firstText).find(Boolean);
}

export const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/)?.[1] ?? "";

// Have the cookie set anew, which any page does; tells whether somebody is signed in.
export async function renew() {
  const { ok, redirected } = await fetch("/settings", { cache: "no-store" });
  return ok && !redirected;
}

export async function call(method, path, { body, ...options } = {}) {
  const ask = () => {
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = token();
    if (body) headers["Content-Type"] = "application/json";
    return fetch(path, { ...options, method, headers, body: body && JSON.stringify(body) });
  };
  let response;
  try {
    response = await ask();
    if (response.status === 403) {
      await renew();
      response = await ask();
    }
  } catch (error) {
    throw error instanceof TypeError ? new Refused(0) : error; // fetch's own; anything else is the caller's abort
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
