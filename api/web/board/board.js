/** The display board: asks every few seconds and says so when it could not. */

import { allHalls, namedHall, offerHalls } from "/web/board/halls.js";
import { showPresence } from "/web/board/presence.js";
import { callRows, keyOf, spoken, windowRows } from "/web/board/rows.js";
import { element } from "/web/element.js";
import { Failure, request } from "/web/transport.js";

const POLL_MS = 3_000;
const PATIENCE_MS = 8_000;
/** What is shown is called out of date when it is older than this. */
const LATE_MS = 10_000;
const CLOCK = new Intl.DateTimeFormat("zh-CN", {
  month: "long", day: "numeric", weekday: "long", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai",
});
const SECONDS = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Asia/Shanghai",
});

const at = (id) => document.getElementById(id);
const hall = namedHall();
/** The calls that have been read out; null until the first answer: what was called before is not. */
let known = null;
let shown = null;
/** How far the clock of this machine is behind the server's, in milliseconds. */
let behind = 0;

if (hall) {
  setInterval(tick, 1_000);
  follow();
  showPresence(hall, () => Date.now() + behind);
} else {
  offer("请选择大厅：");
}

async function follow() {
  try {
    show(await request("GET", `/halls/${hall}/board`, { limit: PATIENCE_MS }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.status === 404) return offer("没有这个大厅，请选择：");
  }
  tick();
  setTimeout(follow, POLL_MS);
}

function show(board) {
  shown = board;
  behind = new Date(board.at) - Date.now();
  at("hall").textContent = board.name;
  document.title = `叫号显示 · ${board.name}`;
  at("calls").replaceChildren(...callRows(board));
  at("quiet").hidden = board.called.length > 0;
  at("closed").hidden = !board.closed;
  at("closed").textContent = board.closed ? `${board.closed}。` : "";
  at("notice").hidden = !board.notice;
  at("notice").textContent = board.notice ?? "";
  at("windows").replaceChildren(...windowRows(board.windows));
  at("board").style.setProperty("--rows", String(Math.max(4, board.windows.length)));
  readOut(board.called);
}

function readOut(called) {
  const fresh = known ? called.filter((call) => !known.has(keyOf(call))) : [];
  known = new Set(called.map(keyOf));
  if (fresh.length) at("spoken").textContent = fresh.map(spoken).join("");
}

function tick() {
  const now = Date.now() + behind;
  at("clock").textContent = CLOCK.format(now);
  const age = shown ? now - new Date(shown.at) : Infinity;
  const late = age > LATE_MS;
  const text = shown ? `画面停在 ${SECONDS.format(new Date(shown.at))}，正在重新连接，请以窗口叫号为准。` : "正在连接……";
  document.body.classList.toggle("out-of-date", late);
  at("late").hidden = !late;
  if (late && at("late").textContent !== text) at("late").textContent = text;
}

/** Without a hall there is nothing to show: the halls there are, to choose from. */
async function offer(words) {
  at("board").hidden = true;
  try {
    offerHalls(at("elsewhere"), "/board", words, await allHalls());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    at("elsewhere").hidden = false;
    at("elsewhere").replaceChildren(element("p", { role: "alert" }, "网络不通，请稍后刷新。"));
  }
}
