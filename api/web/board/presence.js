/** The presence code of the hall: shown once the staff have signed this screen in, never without. */

import { ask, isLockedOut, isToken, toldOf, token } from "/web/staff/desk.js";

const RETRY_MS = 10_000;
const SOONEST_MS = 1_000;
const WRONG = "口令不对，请核对后重新输入。";

const at = (id) => document.getElementById(id);

/**
 * Shows the code of a hall for as long as the staff's token is kept in this tab.
 * @param {string} hall
 * @param {() => number} now what time it is for the server, in milliseconds
 */
export function showPresence(hall, now) {
  let timer = 0;
  /** Takes a code down when it is over, also while the question for the next one hangs. */
  let over = 0;
  let code = null;

  at("staff").hidden = false;
  at("sign-in").addEventListener("submit", async (event) => {
    event.preventDefault();
    const value = at("token").value.trim();
    if (!isToken(value)) return leave(WRONG);
    token.set(value);
    await follow();
    at("staff").open = !code;
  });
  at("sign-out").addEventListener("click", () => leave(""));
  if (token.get()) follow();

  async function follow() {
    clearTimeout(timer);
    let wait = RETRY_MS;
    try {
      code = await ask("GET", `/staff/halls/${hall}/presence-code`);
      wait = Math.max(SOONEST_MS, Date.parse(code.changes_at) - now());
      fail("");
    } catch (error) {
      if (isLockedOut(error)) return leave(WRONG);
      fail(toldOf(error));
    }
    if (!token.get()) return leave(""); // signed out meanwhile
    show();
    clearTimeout(timer);
    timer = setTimeout(follow, wait);
  }

  /** A code that is over is not shown: nobody could use it. */
  function show() {
    clearTimeout(over);
    const left = code ? Date.parse(code.valid_until) - now() : 0;
    if (left > 0) over = setTimeout(show, left);
    else code = null;
    at("presence").hidden = !code;
    at("presence-code").textContent = code?.code ?? "";
    at("sign-in").hidden = Boolean(token.get());
    at("sign-out").hidden = !token.get();
    at("token").value = "";
  }

  function leave(why) {
    clearTimeout(timer);
    token.forget();
    code = null;
    show();
    fail(why);
  }

  function fail(words) {
    at("sign-in-failure").textContent = words;
  }
}
