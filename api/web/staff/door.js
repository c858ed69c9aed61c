/** The door of a page of the staff: asks for the token, once a tab, and tells what went wrong. */

import { isLockedOut, isToken, token } from "/web/staff/desk.js";

const $ = (id) => document.getElementById(id);
const WRONG = "口令不对，请核对后重新输入。";

/**
 * The page has `#sign-in` with `#token` and `#sign-in-failure`, `#desk`, `#sign-out` and `#said`.
 * @param {object} page
 * @param {() => void} page.enter somebody has given a token: begin; it may still be a wrong one
 * @param {() => void} page.leave show nothing of what was there
 * @param {HTMLElement} page.first where the keyboard goes when the desk opens
 * @param {(error: unknown) => string} page.toldOf what to tell about a failure
 */
export function doorOf({ enter, leave, first, toldOf }) {
  const [signIn, desk, said] = [$("sign-in"), $("desk"), $("said")];

  signIn.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = $("token").value.trim();
    if (!isToken(value)) return lockOut(WRONG);
    $("sign-in-failure").textContent = ""; // said of the last token, not yet of this one
    token.set(value);
    enter();
  });
  $("sign-out").addEventListener("click", () => lockOut(""));

  function lockOut(why) {
    token.forget();
    leave();
    desk.hidden = true;
    signIn.hidden = false;
    $("sign-in-failure").textContent = why;
    $("token").value = "";
    $("token").focus();
  }

  /** The token was right. */
  function open() {
    if (!desk.hidden) return;
    signIn.hidden = true;
    desk.hidden = false;
    first.focus();
  }

  function tell(words, bad = false) {
    said.textContent = words;
    said.classList.toggle("bad", bad);
    if (bad) said.focus();
  }

  function failed(error) {
    if (isLockedOut(error)) return lockOut(WRONG);
    const why = toldOf(error);
    if (desk.hidden) $("sign-in-failure").textContent = why;
    else tell(why, true);
  }

  /** Call this once everything on the page is ready. */
  function begin() {
    if (token.get()) enter();
    else lockOut("");
  }

  return { begin, open, tell, failed };
}
