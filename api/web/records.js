/** Reads a stored transcript back into what was on the screen. */

import { moment } from "./clock.js";
import { PARK_CHOICES } from "./parks.js";

export const PERSON = { title: "转人工", payload: "/request_handoff" };

const CHOSEN = "［选择］";

/**
 * @typedef {{mine: boolean, text: string, at: Date, message: object}} Record
 *
 * A pressed button is stored by its payload; its title is found where the button was offered.
 * @param {object[]} stored oldest first, each with `sender` and `sent_at`
 * @returns {Record[]}
 */
export function readRecords(stored) {
  const titles = new Map([PERSON, ...PARK_CHOICES].map(({ title, payload }) => [payload, title]));
  return stored.map((message) => {
    const at = moment(message.sent_at) ?? new Date();
    const mine = message.sender === "applicant";
    if (mine) return { mine, at, message, text: spoken(message.text ?? "", titles) };
    for (const { title, payload } of offered(message)) titles.set(payload, title);
    return { mine, at, message, text: message.text ?? "" };
  });
}

function offered(message) {
  return [...(message.buttons ?? []), ...(message.card?.buttons ?? [])];
}

function spoken(text, titles) {
  const payload = text.startsWith(CHOSEN) ? text.slice(CHOSEN.length) : text;
  if (!payload.startsWith("/")) return text;
  return titles.get(payload) ?? "（点选）";
}
