/** One entry of the conversation as a list item. */

import { cardOf } from "./cards.js";
import { choiceRow } from "./choices.js";
import { button, element } from "./element.js";

const SPEAKERS = {
  guide: { name: "智能导办", avatar: "导" },
  staff: { name: "工作人员", avatar: "人" },
  applicant: { name: "您", avatar: "我" },
};

/**
 * What the applicant said.
 * @param {string} text
 */
export function said(text) {
  return entry("applicant", bubble(text));
}

/**
 * What the guide or a member of staff said.
 * @param {{text?: string, buttons?: object[], card?: object|null, sender?: string}} message
 * @param {(choice: object, event: MouseEvent) => void} choose
 * @param {import("./sharing.js").Hand} [hand] how pages reach the applicant
 */
export function answered(message, choose, hand) {
  const speaker = message.sender === "staff" ? "staff" : "guide";
  return entry(
    speaker,
    message.text ? bubble(message.text) : null,
    message.card ? cardOf(message.card, choose, hand) : null,
    choiceRow(message.buttons, choose),
  );
}

/** A line of the page itself. @param {string} text */
export function note(text) {
  return element("li", { class: "note" }, element("span", {}, text));
}

/** The time between two messages. @param {string} text */
export function timeLine(text) {
  return element("li", { class: "time" }, element("time", {}, text));
}

/** The dots shown while an answer is on its way; read out by the progress line instead. */
export function typing() {
  const dots = element("div", { class: "bubble dots" }, element("i"), element("i"), element("i"));
  const item = entry("guide", dots);
  item.setAttribute("aria-hidden", "true");
  item.classList.add("typing");
  return item;
}

/**
 * Marks a message as not delivered.
 * @param {HTMLElement} item
 * @param {string} reason
 * @param {{title: string, run: () => void}} remedy
 */
export function markFailed(item, reason, remedy) {
  clearFailure(item);
  const again = button(remedy.title, "retry", remedy.run);
  item.classList.add("failed");
  item.querySelector(".content").append(
    element("p", { class: "failure", role: "alert" }, element("span", {}, `没有发出：${reason}`), again),
  );
}

/** @param {HTMLElement} item */
export function clearFailure(item) {
  item.classList.remove("failed");
  item.querySelector(".failure")?.remove();
}

function bubble(text) {
  return element("p", { class: "bubble" }, text);
}

function entry(sender, ...parts) {
  const { name, avatar } = SPEAKERS[sender];
  return element(
    "li",
    { class: `message ${sender}`, tabindex: -1 },
    element("span", { class: "avatar", "aria-hidden": "true" }, avatar),
    element(
      "div",
      { class: "content" },
      element("span", { class: sender === "staff" ? "speaker" : "visually-hidden" }, sender === "staff" ? name : `${name}：`),
      ...parts,
    ),
  );
}
