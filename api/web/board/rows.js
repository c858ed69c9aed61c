/** The rows of the display board. */

import { element } from "/web/element.js";

/** How long a number flashes after it was called. */
const FLASH_MS = 15_000;
const MOST_CALLS = 5;
const NOTHING = "—";

/**
 * The latest calls, those of a moment ago flashing.
 * @param {{called: Array<any>, at: string}} board
 */
export function callRows(board) {
  return board.called.slice(0, MOST_CALLS).map((call) =>
    element(
      "li",
      { class: isFresh(call, board.at) ? "call fresh" : "call" },
      element("span", { class: "number" }, call.number),
      element("span", { class: "to" }, call.window),
    ),
  );
}

/** @param {Array<any>} windows */
export function windowRows(windows) {
  return windows.map((window) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, element("span", {}, window.number), element("small", {}, window.name)),
      element("td", { class: "serving" }, numbers([...window.called, ...window.serving])),
      element("td", {}, numbers(window.next.slice(0, 1))),
      element("td", { class: "count" }, window.waiting ? `${window.waiting} 人` : NOTHING),
    ),
  );
}

/** What is read out for a call. @param {{number: string, window: string}} call */
export function spoken(call) {
  return `请 ${call.number} 号到${call.window}办理。`;
}

/** Tells one call from every other, also from an earlier one of the same number. */
export function keyOf(call) {
  return `${call.number} ${call.window_id} ${call.called_at}`;
}

function isFresh(call, at) {
  return new Date(at) - new Date(call.called_at) < FLASH_MS;
}

function numbers(list) {
  return list.join("　") || NOTHING;
}
