/** One ticket on the phone of whoever holds it: number, place, expected wait; asks again by itself. */

import { element } from "/web/element.js";
import { Failure, request } from "/web/transport.js";

const POLL_MS = 10_000;
const ID = /^[0-9a-f]{32}$/;
const NONE = "没有这张号。请重新扫码，或在取号处取号。";
const OFFLINE = "网络不通，正在重试。叫号请以大厅屏幕为准。";
const OVER = ["done", "missed"];
const CLOCK = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });

const at = (id) => document.getElementById(id);
const id = new URLSearchParams(location.search).get("id") ?? "";
let timer = 0;
let status = "";

if (ID.test(id)) {
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && follow());
  follow();
} else {
  say(NONE);
}

async function follow() {
  clearTimeout(timer);
  if (OVER.includes(status)) return;
  try {
    show(await request("GET", `/tickets/${id}`));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.status === 404) return end(error.problem?.detail ?? NONE);
    trouble(OFFLINE);
  }
  clearTimeout(timer);
  timer = setTimeout(follow, POLL_MS);
}

function show(ticket) {
  if (ticket.status === "called" && status && status !== "called") navigator.vibrate?.([300, 150, 300]);
  status = ticket.status;
  document.title = `${ticket.number} · 我的排队号`;
  document.body.dataset.status = status;
  at("ticket").hidden = false;
  at("hall").textContent = ticket.hall;
  at("number").textContent = ticket.number;
  at("window").textContent = `${ticket.floor} ${ticket.window}`;
  at("facts").replaceChildren(...factsOf(ticket));
  at("updated").textContent = `${CLOCK.format(new Date())} 更新，每 10 秒自动刷新。${ticket.notice ?? ""}`;
  say(ticket.message);
  trouble("");
}

function factsOf(ticket) {
  if (ticket.ahead === null) return [];
  const facts = [
    ["前面还有", `${ticket.ahead} 人`],
    ["预计等候", ticket.wait_s < 60 ? "马上" : `约 ${Math.ceil(ticket.wait_s / 60)} 分钟`],
  ];
  if (ticket.booked_for) facts.push(["预约时间", CLOCK.format(new Date(ticket.booked_for))]);
  return facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
}

function end(words) {
  at("ticket").hidden = true;
  at("updated").textContent = "";
  trouble("");
  say(words);
}

/** Changed only when it says something else: a reader's voice repeats whatever is written anew. */
function say(words) {
  if (at("message").textContent !== words) at("message").textContent = words;
}

function trouble(words) {
  at("trouble").hidden = !words;
  if (at("trouble").textContent !== words) at("trouble").textContent = words;
}
