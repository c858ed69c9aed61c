/** Cards: a matter at a glance or as a complete notice, a pre-check, a confirmed booking, or any labelled values. */

import { bookingCard } from "./booking.js";
import { choiceRow } from "./choices.js";
import { element } from "./element.js";
import { journeyCard } from "./journey.js";
import { opened, pageLinks } from "./sharing.js";
import { precheckCard } from "./precheck.js";
import { statusBadge } from "./badges.js";

const OPEN_ITEMS = 3;
const LONG_TEXT = 120;
const NOTHING = "暂缺，请向大厅窗口确认";

/**
 * @param {object} card `{"type", …}` as the interface sends it
 * @param {(choice: object, event: MouseEvent) => void} choose
 * @param {import("./sharing.js").Hand} [hand] how pages reach the applicant
 * @returns {HTMLElement}
 */
export function cardOf(card, choose, hand = opened) {
  if (card.type === "booking") return bookingCard(card, choose, hand);
  if (card.type === "journey") return journeyCard(card, choose, hand);
  if (card.type === "precheck") return precheckCard(card, choose);
  return rowsCard(card, choose, hand);
}

function rowsCard(card, choose, hand) {
  const rows = Array.isArray(card.rows) ? card.rows : looseRows(card);
  return element(
    "section",
    { class: "card", "aria-label": card.name ?? card.title ?? "详细内容" },
    cardHead(card.name ?? card.title, card.park_name),
    element("dl", { class: "rows" }, ...rows.map(rowOf)),
    card.notice ? element("p", { class: "card-notice" }, card.notice) : null,
    hand({ address: card.print, name: card.name, use: "在手机上看、打印、发给别人" }, pageLinks),
    choiceRow(card.buttons, choose, "choices card-choices"),
  );
}

function cardHead(name, place) {
  if (!name && !place) return null;
  return element(
    "header",
    { class: "card-head" },
    element("h3", {}, name ?? ""),
    place ? element("span", { class: "place" }, place) : null,
  );
}

/** The plain members of a card of a kind this page does not know. */
function looseRows(card) {
  const shown = ["type", "title", "name", "park_name", "notice", "buttons", "print"];
  const plain = (value) => typeof value === "string" || typeof value === "number" || Array.isArray(value);
  return Object.entries(card)
    .filter(([key, value]) => !shown.includes(key) && !key.endsWith("_id") && plain(value))
    .map(([label, value]) => ({ label, value }));
}

function rowOf({ label, value, status }) {
  return element(
    "div",
    { class: "row" },
    element("dt", {}, label ?? ""),
    element("dd", {}, valueOf(value, label), " ", statusBadge(status)),
  );
}

function valueOf(value, label) {
  if (Array.isArray(value)) return listOf(value.map(wordsOf), label);
  const text = wordsOf(value);
  if (!text) return element("span", { class: "nothing" }, NOTHING);
  return text.length > LONG_TEXT ? longText(text) : element("span", { class: "value" }, text);
}

function listOf(items, label) {
  const list = element("ol", { class: "items" }, ...items.map((item) => element("li", {}, item)));
  if (!items.length) return element("span", { class: "nothing" }, NOTHING);
  if (items.length === 1) return element("span", { class: "value" }, items[0]);
  const summary = element("summary", {}, `共 ${items.length} 项`);
  return element("details", { class: "more", open: items.length <= OPEN_ITEMS, "aria-label": label }, summary, list);
}

function longText(text) {
  const cut = text.slice(0, LONG_TEXT / 2);
  return element(
    "details",
    { class: "more long" },
    element("summary", {}, element("span", { class: "start" }, `${cut}…`)),
    element("span", { class: "value" }, text),
  );
}

function wordsOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return value.note ? `${value.name}（${value.note}）` : String(value.name ?? value.text ?? "");
}
