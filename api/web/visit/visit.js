/** One booking on a page of its own: to be printed, kept in a calendar, moved or cancelled. */

import { bookingCard } from "/web/booking.js";
import { visit as inWords } from "/web/clock.js";
import { button, element } from "/web/element.js";
import { Failure, request } from "/web/transport.js";

const $ = (id) => document.getElementById(id);
const [form, said, place] = ["proof", "said", "visit"].map($);

/** The proof stays in this page's memory only: neither in its address nor in the browser's store. */
let proof = null;

$("code").value = new URLSearchParams(location.search).get("code") ?? "";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  proof = { code: $("code").value.trim(), last4: $("last4").value.trim() };
  attempt(async () => show(await request("GET", path())));
});

function path(rest = "") {
  const query = new URLSearchParams({ phone_last4: proof.last4 });
  return `/bookings/${encodeURIComponent(proof.code)}${rest}?${query}`;
}

/** Does something that may fail; what failed is said in words. */
async function attempt(work) {
  tell("请稍候……");
  try {
    tell((await work()) ?? "");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tell(error.problem?.detail ?? error.message);
    if (error.problem?.alternatives?.length) offer(error.problem.alternatives);
  }
}

function tell(words) {
  said.textContent = words;
}

function show(booking) {
  form.hidden = true;
  place.hidden = false;
  const isOpen = booking.status === "confirmed";
  place.replaceChildren(
    bookingCard({ ...booking.card, buttons: [] }, () => {}),
    ...(booking.notice ? [element("p", { class: "notice" }, booking.notice)] : []),
    element(
      "div",
      { class: "acts" },
      button("打印", "", () => print()),
      element("a", { class: "button plain", href: `/api/v1${path("/calendar.ics")}`, download: `${booking.code}.ics` }, "加入日历"),
      isOpen ? button("改时间", "plain", () => attempt(() => times(booking))) : null,
      isOpen ? button("取消预约", "plain", () => cancel()) : null,
    ),
    element("div", { id: "move" }),
  );
}

async function times(booking) {
  const query = new URLSearchParams({ park_id: booking.park_id, matter_id: booking.matter_id });
  const { slots } = await request("GET", `/slots?${query}`);
  const others = slots.filter((slot) => slot.remaining > 0 && slot.start !== booking.start);
  const free = [...new Map(others.reverse().map((slot) => [slot.start, slot])).values()].reverse();
  if (!free.length) return "两周内没有空的时段，请过几天再看，或拨打 12345 咨询。";
  offer(free);
  return "请选新的时间；选好之前，原来的预约不变。";
}

/** The days that have a free time, and the times of the day that is chosen. */
function offer(slots) {
  const days = [...new Set(slots.map((slot) => inWords(slot.start, slot.end).day))];
  const choice = element("select", {}, ...days.map((day) => element("option", {}, day)));
  const list = element("div", { class: "times" });
  const fill = () => {
    const ofDay = slots.filter((slot) => inWords(slot.start, slot.end).day === choice.value);
    list.replaceChildren(...ofDay.map((slot) => button(inWords(slot.start, slot.end).time, "plain", () => move(slot))));
  };
  choice.addEventListener("change", fill);
  fill();
  $("move").replaceChildren(element("label", {}, "新的日期", choice), list);
  choice.focus();
}

function move(slot) {
  return attempt(async () => {
    show(await request("PATCH", path(), { body: { slot_id: slot.slot_id } }));
    return "已改好，预约码不变。";
  });
}

function cancel() {
  if (!confirm("确定取消这个预约吗？取消后时段会让给别人。")) return undefined;
  return attempt(async () => {
    await request("DELETE", path());
    show(await request("GET", path()));
    return "预约已取消。";
  });
}
