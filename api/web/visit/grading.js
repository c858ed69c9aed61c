/** Grading a visit that is over (好差评): voluntary, five grades, a reason only for a bad one. */

import { button, element } from "/web/element.js";
import { request } from "/web/transport.js";

/**
 * @param {{code: string, last4: string}} proof of the booking
 * @param {import("./attempts.js").Attempts} attempts
 * @returns {HTMLElement} filled once the grades are known
 */
export function grading(proof, attempts) {
  const place = element("section", { class: "grading", "aria-label": "评价这次办理" });
  // Nobody who cannot grade now is told so: it is voluntary.
  request("GET", "/ratings/scale").then(({ grades, reasons }) => {
    const rate = (stars, reason) => send(place, proof, attempts, stars, reason);
    const askWhy = (grade) => ask(place, reasons, (reason) => rate(grade.stars, reason));
    const choices = [...grades].reverse().map((grade) => button(grade.name, "plain", () => (grade.bad ? askWhy(grade) : rate(grade.stars))));
    place.replaceChildren(element("h2", {}, "这次办理您满意吗？"), element("div", { class: "times" }, ...choices));
  }, () => {});
  return place;
}

function ask(place, reasons, rate) {
  const choices = reasons.map(({ reason, name }) => button(name, "plain", () => rate(reason)));
  place.replaceChildren(
    element("h2", {}, "很抱歉。主要是哪方面不满意？"),
    element("div", { class: "times" }, ...choices, button("不说原因，直接提交", "plain", () => rate(null))),
  );
}

function send(place, { code, last4 }, attempts, stars, reason) {
  return attempts.run(async () => {
    const grade = { booking_code: code, phone_last4: last4, stars, ...(reason ? { reason } : {}) };
    const kept = await request("POST", "/ratings", { body: grade });
    const reply = kept.reply_by ? `大厅会在 ${kept.reply_by} 前答复，答复后可在这里查看。` : "";
    place.replaceChildren(element("p", {}, `谢谢您的评价：${kept.grade}。${reply}`));
  });
}
