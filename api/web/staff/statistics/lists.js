/** What should be looked into: matters that run badly or are never asked for, and open questions. */

import { element } from "/web/element.js";

const PARKS = { gaoxin: "高新区", jingkai: "经开区" };
const WHY = { not_found: "没找到", none_of_these: "选了“都不是”", corrected: "申请人说不对", handed_over: "没答上，转了人工" };

/** @param {any} answer of `badly-running` */
export function badlyRunning({ items, rules }) {
  const stated = fold("按什么算", element("ul", {}, ...rules.map((rule) => element("li", {}, rule.text))));
  if (!items.length) return [note("按现在的规则，没有办得不顺的事项。"), stated];
  const found = items.map((item) =>
    element(
      "li",
      {},
      element("strong", {}, item.name),
      ` ${PARKS[item.park_id] ?? item.park_id}：${item.findings.map((one) => one.text).join("；")}`,
    ),
  );
  return [element("ul", { class: "found" }, ...found), stated];
}

/** @param {any} answer of `unasked` */
export function unasked({ items }) {
  if (!items.length) return [note("清单里的事项都有人问过或办过。")];
  return [...groupedByPark(items)].map(([park, found]) =>
    fold(
      `${PARKS[park] ?? park}：${found.length} 个`,
      element("ul", {}, ...found.map((item) => element("li", {}, item.name))),
    ),
  );
}

/** @param {any} answer of `unanswered` */
export function unanswered({ items, total, review_page: page }) {
  const way = element("p", {}, element("a", { href: page }, "到“问法”页处理"));
  if (!items.length) return [note("没有待处理的问题。"), way];
  const found = items.map((item) =>
    element(
      "li",
      {},
      element("strong", {}, item.text),
      ` ${[`${item.times} 次`, WHY[item.why], PARKS[item.park_id]].filter(Boolean).join(" · ")}`,
    ),
  );
  const shown = `问得最多的 ${items.length} 个，共 ${total} 个（不分期间）`;
  return [note(shown), element("ol", { class: "found" }, ...found), way];
}

function groupedByPark(items) {
  const parks = new Map();
  for (const item of items) parks.set(item.park_id, [...(parks.get(item.park_id) ?? []), item]);
  return parks;
}

function note(text) {
  return element("p", { class: "note" }, text);
}

function fold(title, ...children) {
  return element("details", {}, element("summary", {}, title), ...children);
}
