/** Quick replies: buttons that answer for the applicant. */

import { button, element } from "./element.js";

/**
 * @typedef {{title: string, payload?: string, text?: string}} Choice a payload for the dialogue, or
 *   words to say
 *
 * @param {Choice[]|null|undefined} choices
 * @param {(choice: Choice, event: MouseEvent) => void} choose
 * @param {string} [className]
 * @returns {HTMLElement|null} null when there is nothing to choose
 */
export function choiceRow(choices, choose, className = "choices") {
  const usable = (choices ?? []).filter((choice) => choice?.title);
  if (!usable.length) return null;
  const row = element("div", { class: className, role: "group", "aria-label": "可选的回答" });
  for (const choice of usable) {
    row.append(button(choice.title, "choice", (event) => choose(choice, event)));
  }
  return row;
}
