/** The door of a page of the staff: asks for the token, once a tab, and tells what went wrong. */

import { element } from "/web/element.js";
import { isLockedOut, isToken, token } from "/web/staff/desk.js";

const $ = (id) => document.getElementById(id);
const WRONG = "口令不对，请核对后重新输入。";
const NOTE = "口令只留在这个标签页里，关掉就没有了。";

/** The form that asks for the token, put before the desk. */
function formOf() {
  const form = element(
    "form",
    { id: "sign-in", class: "sign-in", hidden: true },
    element("label", { for: "token" }, "工作人员口令"),
    element(
      "div",
      { class: "line" },
      element("input", { id: "token", type: "password", autocomplete: "off", required: true, "aria-describedby": "sign-in-note" }),
      element("button", { type: "submit", class: "primary" }, "进入"),
    ),
    element("p", { id: "sign-in-note", class: "note" }, NOTE),
    element("p", { id: "sign-in-failure", class: "failure", role: "alert" }),
  );
  $("desk").before(form);
  return form;
}

/**
 * The page has `#desk`, `#sign-out` and `#said`.
 * @param {object} page
 * @param {() => void} page.enter somebody has given a token: begin; it may still be a wrong one
 * @param {() => void} page.leave show nothing of what was there
 * @param {HTMLElement} page.first where the keyboard goes when the desk opens
 * @param {(error: unknown) => string} page.toldOf what to tell about a failure
 */
export function doorOf({ enter, leave, first, toldOf }) {
  const [signIn, desk, said] = [formOf(), $("desk"), $("said")];
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
