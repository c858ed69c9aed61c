/** One question of the list: what is known of it, and what can be made of it. */

import { button, element } from "/web/element.js";
import { targets, toldOf } from "./desk.js";
import { whyBox } from "./why.js";

const WHY = {
  not_found: "没找到",
  none_of_these: "选了“都不是”",
  corrected: "申请人说不对",
  handed_over: "没答上，转了人工",
};
const PARKS = { gaoxin: "高新区", jingkai: "经开区" };
const PLACES = { phrasing: "说法", alias: "别名", referral: "例句" };
const PAUSE_MS = 250;
/** Begins a word for something personal that was taken out, such as 〔电话〕. */
const TAKEN_OUT = "〔";

let numbers = 0;

/**
 * @typedef {object} Desk what an entry asks for
 * @property {(entry: HTMLElement, item: any, target: any, how: object) => void} accept
 * @property {(entry: HTMLElement, item: any, reason: string) => void} dismiss
 * @property {(entry: HTMLElement, item: any) => void} remove
 */

/** @param {any} item @param {Desk} desk @returns {HTMLElement} */
export function entryOf(item, desk) {
  const id = `entry-${(numbers += 1)}`;
  const entry = element("li", { class: "entry", "aria-labelledby": id });
  entry.append(
    element(
      "div",
      { class: "heading" },
      element("h2", { id }, item.text),
      element("span", { class: "times", title: "问过的次数" }, `${item.times} 次`),
    ),
    element("p", { class: "facts" }, factsOf(item)),
    ...(item.state === "open" ? choicesOf(entry, item, desk) : settledOf(entry, item, desk)),
  );
  return entry;
}

function factsOf(item) {
  return [
    WHY[item.why],
    item.answered && `当时答的是：${item.answered.name}`,
    item.chosen && `申请人改选：${item.chosen.name}`,
    PARKS[item.park_id],
    `最近 ${dayOf(item.last_asked_at)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function settledOf(entry, item, desk) {
  const remove = fold(
    "删除这条记录",
    element("p", { class: "facts" }, "只删去这条记录，已经收录的说法还在资料里。"),
    button("删除", "drop", () => desk.remove(entry, item)),
  );
  return [element("p", { class: "done" }, doneOf(item)), element("div", { class: "ways" }, remove)];
}

function doneOf(item) {
  const when = item.decided_at ? `${dayOf(item.decided_at)} ` : "";
  if (item.state === "dismissed") return `${when}不收录${item.done?.reason ? `：${item.done.reason}` : ""}`;
  return `${when}已收录到「${item.done.name}」的${PLACES[item.done.as]}：${item.done.text}`;
}

function dayOf(moment) {
  const [year, month, day] = moment.slice(0, 10).split("-");
  return `${Number(year)}年${Number(month)}月${Number(day)}日`;
}

function choicesOf(entry, item, desk) {
  const take = (target, how = {}) => desk.accept(entry, item, target, how);
  const near = nearOf(item);
  const rewrite = rewriteBox(item, near, take);
  const drop = dropBox((reason) => desk.dismiss(entry, item, reason), () => desk.remove(entry, item));
  if (item.text.includes(TAKEN_OUT)) {
    rewrite.open = true;
    const hint = element("p", { class: "facts" }, "里面的个人信息已经隐去，请改写后再收录。");
    return [hint, element("div", { class: "ways" }, rewrite, drop, whyBox(item.text, item.park_id))];
  }
  const oneClick = near.map((target, at) =>
    button(`收录到：${target.name}`, at ? "take" : "take first", () => take(target)),
  );
  const search = fold("收录到别的事项", finder("搜事项或转介去向", take, "收录到："));
  return [
    element("div", { class: "near", role: "group", "aria-label": "最接近的事项" }, ...oneClick),
    element("div", { class: "ways" }, search, rewrite, drop, whyBox(item.text, item.park_id)),
  ];
}

/** What the applicant took instead comes first; what was shown and refused is not offered. */
function nearOf(item) {
  const refused = item.why === "corrected" ? item.answered?.matter_id : null;
  const found = [item.chosen, ...item.candidates].filter(Boolean).filter((near) => near.matter_id !== refused);
  const byId = new Map(found.map((near) => [near.matter_id, near]));
  return [...byId.values()].map(({ matter_id, name }) => ({ kind: "matter", target_id: matter_id, name }));
}

function fold(title, ...children) {
  return element("details", { class: "way" }, element("summary", {}, title), element("div", { class: "inside" }, ...children));
}

/** A field that looks for matters and referrals, and their names as buttons. */
function finder(label, choose, prefix) {
  const id = `find-${(numbers += 1)}`;
  const found = element("div", { class: "found", role: "group", "aria-label": "搜索结果", "aria-live": "polite" });
  const input = element("input", { id, type: "search", autocomplete: "off", maxlength: 100, oninput: () => soon() });
  let timer = 0;
  let latest = 0;
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  }
  async function look() {
    const words = input.value.trim();
    const mine = (latest += 1);
    if (!words) return void found.replaceChildren();
    try {
      const items = await targets(words);
      if (mine === latest) found.replaceChildren(...shown(items));
    } catch (error) {
      if (mine === latest) found.replaceChildren(element("p", { class: "failure" }, toldOf(error)));
    }
  }
  function shown(items) {
    if (!items.length) return [element("p", { class: "note" }, "没有找到，请换个词。")];
    return items.map((target) =>
      button(`${prefix}${target.name}${target.kind === "referral" ? "（转介）" : ""}`, "take", () => choose(target)),
    );
  }
  return element("div", { class: "finder" }, element("label", { for: id }, label), input, found);
}

function rewriteBox(item, near, take) {
  const id = `text-${(numbers += 1)}`;
  const text = element("textarea", { id, rows: 2, maxlength: 200 }, item.text);
  const kinds = `kind-${(numbers += 1)}`;
  const alias = element("input", { type: "radio", name: kinds, value: "alias" });
  const phrasing = element("input", { type: "radio", name: kinds, value: "phrasing", checked: true });
  const give = (target) => {
    const words = text.value.trim();
    if (!words) return void text.focus();
    take(target, { text: words, as: alias.checked && target.kind === "matter" ? "alias" : "phrasing" });
  };
  const quick = near.map((target) => button(`收录到：${target.name}`, "take", () => give(target)));
  return fold(
    "改写后收录",
    element("label", { for: id }, "改成一般的问法（不写姓名、电话、地址）"),
    text,
    element(
      "fieldset",
      {},
      element("legend", {}, "作为"),
      element("label", {}, phrasing, "说法：大家会这样问"),
      element("label", {}, alias, "别名：只指这一个事项的叫法"),
    ),
    element("div", { class: "found" }, ...quick),
    finder("搜别的事项或转介去向", give, "收录到："),
  );
}

function dropBox(drop, remove) {
  const id = `reason-${(numbers += 1)}`;
  const reason = element("input", { id, type: "text", maxlength: 200, autocomplete: "off" });
  return fold(
    "不收录",
    element("label", { for: id }, "原因（可不填）"),
    element("div", { class: "line" }, reason, button("确定不收录", "drop", () => drop(reason.value.trim()))),
    button("删除这条记录", "quiet", remove),
  );
}
