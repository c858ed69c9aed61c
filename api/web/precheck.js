/** The card of a pre-check: each material with what to do about it, and the text of a promise. */

import { choiceRow } from "./choices.js";
import { element } from "./element.js";
import { statusBadge } from "./badges.js";

const VERDICTS = {
  ready: "材料齐了",
  acceptable_with_gaps: "可以容缺受理",
  commitment_possible: "可以告知承诺",
  not_yet: "还缺材料",
};
/** What became of a material: the label, and whether it is settled. */
const WAYS = {
  have: ["有", true],
  shared: ["不用带", true],
  not_applicable: ["用不上", true],
  later: ["可后补", false],
  commitment: ["可承诺", false],
  ask: ["缺，问窗口", false],
  bring: ["缺，须备齐", false],
};
const SETTLED = ["have", "shared", "not_applicable"];

/**
 * @param {object} card name, title (in the applicant's language, if it is not Chinese), park_name,
 *   verdict, items (number, name, title, when, text, way, due_on),
 *   status, notice, commitment
 * @param {(choice: object, event: MouseEvent) => void} choose
 */
export function precheckCard(card, choose) {
  const title = card.title ?? card.name ?? "材料核对";
  return element(
    "section",
    { class: "card precheck", "aria-label": `${title}：材料核对` },
    element(
      "header",
      { class: "card-head" },
      element("h3", {}, title, " ", statusBadge(card.status)),
      element("span", { class: "place" }, VERDICTS[card.verdict] ?? card.park_name ?? "材料清单"),
    ),
    element("ol", { class: "papers" }, ...(card.items ?? []).map(paperOf)),
    card.commitment ? promiseOf(card.commitment) : null,
    card.notice ? element("p", { class: "card-notice" }, card.notice) : null,
    choiceRow(card.buttons, choose, "choices card-choices"),
  );
}

function paperOf({ number, name, title, when, text, way }) {
  const [label, settled] = Object.hasOwn(WAYS, way ?? "") ? WAYS[way] : [null, true];
  const words = SETTLED.includes(way) ? null : text;
  return element(
    "li",
    { class: `paper${settled ? "" : " open"}` },
    element("span", { class: "paper-name" }, `${number}. ${title ? `${title} (${name})` : name}`),
    label ? element("span", { class: "paper-way" }, label) : null,
    when && way !== "not_applicable" ? element("p", { class: "paper-note" }, title ? when : `只在“${when}”时才要`) : null,
    words ? element("p", { class: "paper-note" }, words) : null,
  );
}

function promiseOf(text) {
  return element(
    "details",
    { class: "more promise", open: true },
    element("summary", {}, `${text.title}　版本 ${text.version}`),
    part("您已知道", text.informed),
    part("您承诺", text.promises),
    part("承诺不实的后果", text.consequences),
    element("p", { class: "paper-note" }, `依据：${text.basis}`),
  );
}

function part(title, lines) {
  return element(
    "div",
    {},
    element("p", { class: "promise-part" }, title),
    element("ul", {}, ...(lines ?? []).map((line) => element("li", {}, line))),
  );
}
