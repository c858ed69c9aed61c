/** The card of a booked visit. */

import { choiceRow } from "./choices.js";
import { visit } from "./clock.js";
import { element } from "./element.js";
import { opened } from "./sharing.js";

const STATES = {
  confirmed: "预约成功",
  checked_in: "已报到",
  called: "正在叫号",
  serving: "正在办理",
  done: "已办理",
  missed: "没有到场",
  cancelled: "已取消",
};
const OVER = ["cancelled", "done", "missed"];
const CHANGES = [
  { title: "改约", payload: "/move_booking" },
  { title: "取消预约", payload: "/cancel_booking" },
];

/**
 * @param {object} card code, status, matter_name, park_name, hall, address, window, start, end, qr
 * @param {(choice: object, event: MouseEvent) => void} choose
 * @param {import("./sharing.js").Hand} [hand] how the page of the visit reaches the applicant
 */
export function bookingCard(card, choose, hand = opened) {
  const over = OVER.includes(card.status);
  return element(
    "section",
    { class: `card booking${over ? " over" : ""}`, "aria-label": "预约信息", "data-code": card.code },
    element("p", { class: "booking-state" }, STATES[card.status] ?? card.status ?? "预约"),
    code(card),
    details(card),
    over ? null : element("p", { class: "card-notice" }, "请按时到大厅，出示预约码取号；查询、改约还需预约手机号后四位。"),
    over ? null : hand(ownPage(card), pageLink),
    over ? null : choiceRow(card.buttons ?? CHANGES, choose, "choices card-choices"),
  );
}

/** Where the calendar file, the ticket and the state of the visit are, for who has the phone's last digits. */
function ownPage({ visit_page: page }) {
  const address = typeof page === "string" && page.startsWith("/visit?") ? page : null;
  return { address, name: "预约单", use: "查看、改时间、加入日历、报到取号" };
}

function pageLink({ address }) {
  const link = element("a", { href: address, target: "_blank", rel: "noopener" }, "加入日历、报到取号");
  return element("p", { class: "card-notice" }, link);
}

/** The buttons of a booking stay only while it is the conversation's current one. */
export function keepCurrentBooking(host, currentCode) {
  const cards = [...host.querySelectorAll(".booking")];
  const current = cards.filter((card) => card.dataset.code === currentCode).at(-1);
  for (const card of cards) if (card !== current) card.querySelector(".choices")?.remove();
}

function code(card) {
  return element(
    "div",
    { class: "pass" },
    qr(card),
    element("div", {}, element("p", { class: "pass-label" }, "预约码"), element("p", { class: "code" }, card.code ?? "")),
  );
}

/** The QR code, from a picture inside the answer only: nothing is loaded from elsewhere. */
function qr({ qr: source, code: text }) {
  if (typeof source !== "string" || !source.startsWith("data:image/")) return null;
  return element("img", { class: "qr", src: source, alt: `预约码 ${text} 的二维码`, width: 112, height: 112 });
}

function details(card) {
  const when = visit(card.start, card.end);
  const rows = [
    ["时间", when && element("span", {}, element("b", {}, when.time), element("br"), when.day)],
    ["事项", card.matter_name],
    ["大厅", card.hall ?? card.park_name],
    ["窗口", card.window],
    ["地址", card.address],
  ];
  const filled = rows.filter(([, value]) => value);
  return element("dl", { class: "rows" }, ...filled.map(([label, value]) =>
    element("div", { class: "row" }, element("dt", {}, label), element("dd", {}, value)),
  ));
}
