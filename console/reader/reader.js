// Shows a call (/calls/PBX/LINKEDID) or a ticket (/tickets/NUMBER), to whoever is signed in.

import * as call from "./call.js";
import { draw, element, learnWords, say } from "./parts.js";
import { isToken, showWho, signIn, token } from "./signing_in.js";
import * as ticket from "./ticket.js";

const LOOK_AGAIN_MS = 10_000;
const PAGES = [
  [/^\/calls\/([^/]+)\/([^/]+)$/, call],
  [/^\/tickets\/([^/]+)$/, ticket],
];
const [kind, parts] = PAGES.map(([shape, page]) => [page, shape.exec(location.pathname)?.slice(1)]).find(([, found]) => found);
let shown = "";

async function open() {
  if (!token()) return signIn(kind.purpose(parts), "", open);
  try {
    await showWho(open);
    await look();
  } catch (error) {
    refuse(error);
  }
}

// Again while it changes; what is the same is left as it is, with what somebody has opened or marked in it.
async function look() {
  const found = await kind.load(parts);
  const now = JSON.stringify(found);
  if (now !== shown) kind.show(found);
  shown = now;
  if (kind.live(found)) setTimeout(() => token() && look().catch(() => null), LOOK_AGAIN_MS);
}

function refuse(error) {
  shown = "";
  if (error.status === 401) return signIn(kind.purpose(parts), say(isToken() ? "wrong_token" : "ended"), open);
  if (error.status === 403) return signIn(kind.purpose(parts), say("not_for_role"), open);
  const [title, text] =
    error.status === 404
      ? kind.missing(parts)
      : error.status === undefined || error.status >= 500
        ? [say("trouble_title"), say("away")]
        : [say("trouble_title"), say("something_else", { why: error.message })];
  draw(title, element("p", text, { role: "alert" }), error.status === 404 ? null : button());
}

function button() {
  const made = element("button", say("again"), { type: "button" });
  made.addEventListener("click", open);
  return made;
}

learnWords().then(open, () => {
  document.getElementById("page").textContent = "Third Ring does not answer: load this page again in a moment. 系统没有应答，请稍后刷新。";
});
