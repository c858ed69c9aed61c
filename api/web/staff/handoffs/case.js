/** One conversation that waits for a person: its facts and what was said. */

import { element } from "/web/element.js";

const CHANNELS = { widget: "网页", kiosk: "自助终端", wechat: "微信", hotline: "热线" };
const LANGUAGES = { zh: "中文", en: "英文" };
const SENDERS = { applicant: "申请人", guide: "导办", staff: "工作人员" };
const NONE = "还没有说";
const GRAVE = "distress";
const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

/** @param {string} moment */
function timeOf(moment) {
  return clock.format(new Date(moment));
}

/** One line of the list. @param {any} item @param {boolean} open @param {() => void} choose */
export function lineOf(item, open, choose) {
  const grave = item.reason === GRAVE ? "why grave" : "why";
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", "aria-current": open && "true", onclick: choose },
      element("span", {}, titleOf(item)),
      element("span", { class: grave }, item.reason_name ?? "没有说明原因"),
      element("span", { class: "why" }, `${timeOf(item.since)} 起等候${item.phone ? " · 要求回电" : ""}`),
    ),
  );
}

/** @param {any} item */
export function titleOf(item) {
  return item.case.matter ?? item.case.last_question ?? "还没有说办什么事";
}

/** @param {any} item */
export function factsOf(item) {
  const known = item.case;
  return [
    ["原因", item.reason_name],
    ["回电", item.phone && `${item.phone}${item.call_by ? `，${timeOf(item.call_by)} 前` : ""}`],
    ["事项", known.matter ?? NONE],
    ["园区", known.park ?? NONE],
    ["赋权方式", known.mode],
    ["清单版本", known.edition],
    ["最后问的", known.last_question],
    ["材料", materialsOf(known.materials)],
    ["预约", visitOf(known.visit)],
    ["来自", `${CHANNELS[item.channel] ?? item.channel}，${LANGUAGES[known.language] ?? known.language}`],
  ]
    .filter(([, value]) => value)
    .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
}

function materialsOf(materials) {
  if (!materials.length) return null;
  return materials.map(({ name, there }) => `${there ? "有" : "缺"}：${name}`).join("；");
}

function visitOf(visit) {
  if (!visit) return null;
  const time = timeOf(visit.start);
  return visit.code ? `${time}，预约码 ${visit.code}` : `${time}，正在占号，还没有确认`;
}

/** @param {any} message */
export function sayingOf(message) {
  return element(
    "li",
    { class: message.sender },
    element("div", { class: "who" }, `${SENDERS[message.sender] ?? message.sender} · ${timeOf(message.sent_at)}`),
    message.text || "（卡片）",
  );
}
