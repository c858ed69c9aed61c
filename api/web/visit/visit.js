/** One booking on a page of its own: to be printed, kept in a calendar, moved or cancelled. */

import { bookingCard } from "/web/booking.js";
import { visit as inWords } from "/web/clock.js";
import { button, element } from "/web/element.js";
import { request } from "/web/transport.js";
import { Attempts } from "/web/visit/attempts.js";
import { checkIn, isForToday } from "/web/visit/checkin.js";
import { grading } from "/web/visit/grading.js";

const $ = (id) => document.getElementById(id);
const [form, place] = ["proof", "visit"].map($);
const attempts = new Attempts($("said"));

/** The proof stays in this page's memory only: neither in its address nor in the browser's store. */
let proof = null;

$("code").value = new URLSearchParams(location.search).get("code") ?? "";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  proof = { code: $("code").value.trim(), last4: $("last4").value.trim() };
  attempts.run(async () => show(await request("GET", path())));
});

function path(rest = "") {
  const query = new URLSearchParams({ phone_last4: proof.last4 });
  return `/bookings/${encodeURIComponent(proof.code)}${rest}?${query}`;
}

function show(booking) {
  form.hidden = true;
  place.hidden = false;
  const isOpen = booking.status === "confirmed";
  place.replaceChildren(
    bookingCard({ ...booking.card, buttons: [] }, () => {}),
    ...(booking.notice ? [element("p", { class: "notice" }, booking.notice)] : []),
    ...progress(booking),
    element(
      "div",
      { class: "acts" },
      button("打印", "", () => print()),
      element("a", { class: "button plain", href: `/api/v1${path("/calendar.ics")}`, download: `${booking.code}.ics` }, "加入日历"),
      isOpen ? button("改时间", "plain", () => attempts.run(() => times(booking))) : null,
      isOpen ? button("取消预约", "plain", () => cancel()) : null,
      ["cancelled", "missed"].includes(booking.status) ? element("a", { class: "button plain", href: "/" }, "重新预约") : null,
    ),
    element("div", { id: "move" }),
    ...(isForToday(booking) ? [checkIn(proof, attempts)] : []),
    ...(booking.status === "done" ? [grading(proof, attempts)] : []),
  );
}

/** How far the matter has come. Who did not come is not told to come at a time that is over. */
function progress({ status, progress: { text } }) {
  return status === "missed" ? [] : [element("p", { class: "progress" }, `办理进度：${text}`)];
}

async function times(booking) {
  const query = new URLSearchParams({ park_id: booking.park_id, matter_id: booking.matter_id });
  const { slots } = await request("GET", `/slots?${query}`);
  const others = slots.filter((slot) => slot.start !== booking.start);
  if (!others.length) return "两周内没有开放的时段，请过几天再看，或拨打 12345 咨询。";
  offer(others, booking);
  if (others.some((slot) => slot.remaining > 0)) return "请选新的时间；选好之前，原来的预约不变。";
  return "两周内都约满了，可以候补；原来的预约不变。";
}

/** The days to choose from, and the free times of the one that is chosen. */
function offer(slots, booking) {
  const dayOf = (slot) => slot.start.slice(0, 10);
  const days = new Map(slots.map(dayOf).map((day) => [day, slots.filter((slot) => dayOf(slot) === day)]));
  const choice = element("select", {}, ...[...days].map(([day, ofDay]) => option(day, ofDay)));
  const list = element("div", { class: "times" });
  const fill = () => list.replaceChildren(...timesOf(days.get(choice.value), booking, choice.value));
  choice.addEventListener("change", fill);
  choice.value = [...days].find(([, ofDay]) => free(ofDay).length)?.[0] ?? choice.value;
  fill();
  $("move").replaceChildren(element("label", {}, "新的日期", choice), list);
  choice.focus();
}

function option(day, slots) {
  const full = free(slots).length ? "" : "（已约满）";
  return element("option", { value: day }, inWords(slots[0].start).day + full);
}

/** One opening for each time that has a seat, whichever window it is at. */
function free(slots) {
  const open = slots.filter((slot) => slot.remaining > 0);
  return [...new Map(open.reverse().map((slot) => [slot.start, slot])).values()].reverse();
}

function timesOf(slots, booking, day) {
  const open = free(slots);
  if (!open.length) return waitFor(booking, day);
  return open.map((slot) => button(inWords(slot.start, slot.end).time, "plain", () => move(slot, booking)));
}

function waitFor({ park_id: park, matter_id: matter }, day) {
  const query = new URLSearchParams({ park, matter, from: day, to: day });
  return [
    element("p", {}, "这一天已约满。可以候补：有人退号时为您留一个。候补约上的是另一个预约，原来的不会自动取消。"),
    element("a", { class: "button plain", href: `/waiting?${query}` }, "候补这一天"),
  ];
}

function move(slot, booking) {
  const work = async () => {
    show(await request("PATCH", path(), { body: { slot_id: slot.slot_id } }));
    return "已改好，预约码不变。";
  };
  return attempts.run(work, ({ problem }) => {
    if (problem?.alternatives?.length) offer(problem.alternatives, booking);
  });
}

function cancel() {
  if (!confirm("确定取消这个预约吗？取消后时段会让给别人。")) return undefined;
  return attempts.run(async () => {
    await request("DELETE", path());
    show(await request("GET", path()));
    return "预约已取消。";
  });
}
