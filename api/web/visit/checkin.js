/** Checking in on the day: the code on the hall's screen shows that somebody is there. */

import { today } from "/web/clock.js";
import { element } from "/web/element.js";
import { request } from "/web/transport.js";

/** Whether a booking is one to check in for today. @param {object} booking */
export function isForToday(booking) {
  return ["confirmed", "missed"].includes(booking.status) && booking.start.startsWith(today());
}

/**
 * @param {{code: string, last4: string}} proof of the booking
 * @param {import("./attempts.js").Attempts} attempts
 * @returns {HTMLElement}
 */
export function checkIn({ code, last4 }, attempts) {
  const input = element("input", { inputmode: "numeric", autocomplete: "off", maxlength: 8, required: true });
  const form = element(
    "form",
    { class: "check-in", "aria-label": "到厅报到" },
    element("h2", {}, "到大厅了？报到取号"),
    element("label", {}, "大厅叫号屏幕上的现场码", input),
    element("button", {}, "报到"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempts.run(async () => {
      const body = { code, phone_last4: last4, presence_code: input.value.trim() };
      const ticket = await request("POST", "/check-ins", { body });
      location.assign(`/ticket?id=${ticket.ticket_id}`);
    });
  });
  return form;
}
