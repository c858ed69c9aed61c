/** Why the search answers a question as it does, in words a member of staff can act on. */

import { element } from "/web/element.js";
import { explain, toldOf } from "./desk.js";

const DECISIONS = {
  match: "直接给出这个事项",
  clarify: "再问一句",
  none: "答“不归园区办”，并转介或转人工",
};

/** @param {string} query @param {string|null} [parkId] @returns {HTMLElement} closed until asked for */
export function whyBox(query, parkId) {
  const inside = element("div", { class: "inside", "aria-live": "polite" });
  let asked = false;
  const box = element("details", { class: "way", ontoggle: () => look() }, element("summary", {}, "为什么这样答"), inside);
  async function look() {
    if (!box.open || asked) return;
    asked = true;
    await show(inside, query, parkId);
  }
  return box;
}

/** Fills a place with the explanation. @param {HTMLElement} place @param {string} query */
export async function show(place, query, parkId = null) {
  place.replaceChildren(element("p", { class: "note" }, "正在查看……"));
  try {
    place.replaceChildren(...toldIn(await explain(query, parkId)));
  } catch (error) {
    place.replaceChildren(element("p", { class: "failure" }, toldOf(error)));
  }
}

function toldIn(found) {
  const share = (number) => `${Math.round(100 * number)}%`;
  const nearest = found.nearest.map((one) => `${one.title}“${one.text}”（相似 ${share(Math.max(0, one.similarity))}）`);
  return [
    element("p", {}, `现在会${DECISIONS[found.decision]}。最像的事项是「${found.name}」。`),
    element(
      "p",
      { class: "facts" },
      `系统判断：${share(found.ours)} 属于园区业务（低于 ${share(found.least_ours)} 会转介）；` +
        `${share(found.right)} 是这个事项（低于 ${share(found.least_right)} 会先追问）。` +
        (found.instead ? `如果不是园区业务，最像「${found.instead}」。` : ""),
    ),
    element("ul", { class: "reasons" }, ...found.contributions.map((one) => element("li", {}, reasonOf(one)))),
    element("p", { class: "facts" }, `最像的写法：${nearest.join("；")}`),
  ];
}

function reasonOf({ title, points, lead, words }) {
  const compared = lead >= 0 ? `比第二名多 ${lead.toFixed(1)}` : `比第二名少 ${(-lead).toFixed(1)}`;
  const shared = words.length ? `：${words.join("、")}` : "";
  return `${title}${shared}（得 ${points.toFixed(1)} 分，${compared}）`;
}
