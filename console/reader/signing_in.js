// Signing in and out. A session, by name and password, is this browser's until it ends; a token is this tab's alone.
// Either is sent to this service and nowhere else.

import { draw, element, say, word } from "./parts.js";

const KEY = "thirdring-token";

export function token() {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
}

export function isToken() {
  return sessionStorage.getItem(KEY) !== null;
}

function forget() {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
}

// An answer of the API. Where it says no, the error has its status.
export async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${token()}` };
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) throw Object.assign(new Error(await reason(answer)), { status: answer.status });
  return answer.status === 204 ? null : answer.json();
}

async function reason(answer) {
  const told = await answer.json().catch(() => ({}));
  return told.detail ?? `${answer.status}`;
}

export async function showWho(again) {
  const me = await ask("/api/v1/me");
  document.getElementById("who").textContent = say("signed_in", { name: me.name, role: word("role", me.role) });
  const button = document.getElementById("sign-out");
  button.textContent = say("sign_out");
  button.hidden = false;
  button.onclick = async () => {
    await ask("/api/v1/session", { method: "DELETE" }).catch(() => null); // a token is ended by an administrator alone
    signedOut();
    again();
  };
}

function signedOut() {
  forget();
  document.getElementById("who").textContent = "";
  document.getElementById("sign-out").hidden = true;
}

// The form, in place of the page that was asked for; `again` shows that page.
export function signIn(purpose, trouble, again) {
  signedOut();
  const problem = element("p", trouble, { class: "problem", role: "alert" });
  const name = field("text", "name", say("user_name"), { autocomplete: "username", autocapitalize: "none" });
  const password = field("password", "password", say("password"), { autocomplete: "current-password" });
  const form = element("form", [
    problem,
    name,
    password,
    element("button", say("sign_in"), { type: "submit" }),
    element("p", say("sign_in_kept"), { class: "quiet" }),
  ]);
  onSubmit(form, problem, async (told) => {
    const session = await opened(told);
    localStorage.setItem(KEY, session.token);
    again();
  });
  draw(
    say("sign_in_title"),
    element("p", purpose),
    element("p", say("sign_in_how")),
    form,
    element("details", [element("summary", say("no_account")), element("p", say("no_account_how"))]),
    byToken(again),
  );
  name.querySelector("input").focus();
}

function byToken(again) {
  const problem = element("p", "", { class: "problem", role: "alert" });
  const form = element("form", [
    element("p", say("with_token_how")),
    problem,
    field("password", "token", say("token"), { autocomplete: "off" }),
    element("button", say("show"), { type: "submit" }),
  ]);
  onSubmit(form, problem, async (told) => {
    sessionStorage.setItem(KEY, told.token.trim());
    again();
  });
  return element("details", [element("summary", say("with_token")), form]);
}

function field(type, name, label, attributes) {
  const input = element("input", null, { type, name, required: "", spellcheck: "false", ...attributes });
  return element("label", [label, input]);
}

function onSubmit(form, problem, act) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      await act(Object.fromEntries(new FormData(form)));
    } catch (error) {
      problem.textContent = trouble(error);
      form.querySelector("input[type=password]").focus();
    } finally {
      button.disabled = false;
    }
  });
}

function trouble(error) {
  if (error.status === 401) return say("wrong_password");
  if (error.status === 429) return say("too_often", { seconds: error.after });
  return error.status === undefined || error.status >= 500 ? say("away") : error.message;
}

async function opened({ name, password }) {
  const answer = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: name.trim(), password }),
  });
  if (answer.ok) return answer.json();
  const after = answer.headers.get("Retry-After") ?? "60";
  throw Object.assign(new Error(await reason(answer)), { status: answer.status, after });
}
