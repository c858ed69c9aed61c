/** The guide on the touch screen of a hall: one person after the other, none meets what another left. */

import { legend } from "/web/badges.js";
import { allHalls, namedHall, offerHalls } from "/web/board/halls.js";
import { button } from "/web/element.js";
import { isSampleEdition } from "/web/edition.js";
import { Eraser } from "/web/kiosk/eraser.js";
import { Idle } from "/web/kiosk/idle.js";
import { watchReach } from "/web/kiosk/reach.js";
import { StillThere } from "/web/kiosk/stillthere.js";
import { scanned } from "/web/kiosk/takeaway.js";
import { Session } from "/web/session.js";
import { Talk } from "/web/talk.js";
import { Failure } from "/web/transport.js";
import { COMMON, EXAMPLES } from "/web/welcome.js";

const WITH_A_PERSON = "已转人工。工作人员会在这里回复您；要走的话，请先点“办完了，清除”。";
const ERASED = "上一次的对话已经删除。";
const ERASING = "屏幕已经清空，网络恢复后会自动删除系统里的记录。";
const TOUCHES = ["pointerdown", "keydown", "input", "wheel"];
/** What a long press or a drag brings up, and nobody here needs. */
const DISTURBING = ["contextmenu", "dragstart"];

const part = (id) => document.getElementById(id);
const named = namedHall();
/** The hall this screen stands in, once it is known. */
let hall = null;
/** Whether it is known, or looked for, or offered to be chosen. */
let settled = false;
/** Whether somebody has used it since the page was opened. */
let used = false;

const session = new Session({ channel: "kiosk", inTab: false });
const talk = new Talk(session, part, { hand: scanned, withPerson: WITH_A_PERSON });
const idle = new Idle({ counting: (seconds) => stillThere.ask(seconds), over: clear });
const stillThere = new StillThere(
  { dialog: part("still-there"), seconds: part("seconds"), said: part("seconds-said") },
  { here: goOn, end: clear },
);
const eraser = new Eraser((left) => (part("erased").textContent = left ? ERASING : used ? ERASED : ""));

part("begin").addEventListener("click", begin);
part("clear").addEventListener("click", clear);
part("questions").append(...[...EXAMPLES, ...COMMON].map(questionOf));
part("legend").append(...legend());
for (const kind of TOUCHES) document.addEventListener(kind, touched, { capture: true, passive: true });
for (const kind of DISTURBING) document.addEventListener(kind, (event) => event.preventDefault());
addEventListener("pagehide", () => eraser.takeLast(talk.leave(hall?.park_id ?? null)));
watchReach(tellReach);

/** Nobody is to begin what cannot be answered; what has begun says itself when the network is gone. */
function tellReach(reached) {
  part("away").hidden = reached;
  for (const choice of part("start").querySelectorAll("button")) choice.disabled = !reached;
  if (reached && !settled) findHall();
}

async function findHall() {
  settled = true;
  try {
    const halls = await allHalls();
    const found = halls.find((one) => one.hall_id === named);
    if (found) open(found);
    else offerHalls(part("elsewhere"), "/kiosk", named ? "没有这个大厅，请选择：" : "请选择这台机器所在的大厅：", halls);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    settled = false;
  }
}

function open(found) {
  hall = found;
  for (const name of document.querySelectorAll("[data-hall]")) name.textContent = hall.name;
  document.title = `智能导办 · ${hall.name}`;
  session.remember({ park_id: hall.park_id });
  talk.begin();
  isSampleEdition().then((sample) => (part("sample-notice").hidden = !sample));
  part("start").hidden = false;
}

function questionOf(question) {
  return button(question.text, "question", (event) => {
    begin();
    talk.choose(question, event);
  });
}

function begin() {
  show("talk");
  idle.start();
  talk.focus();
}

/** Ends the conversation and leaves nothing of it, here or on the server. */
function clear() {
  idle.stop();
  stillThere.hide();
  used = true;
  part("sample-notice").open = false;
  show("start");
  part("begin").focus();
  eraser.take(talk.leave(hall.park_id));
}

function goOn() {
  idle.touch();
  stillThere.hide();
}

/** What happens in the question itself is answered there. */
function touched({ target }) {
  if (!target.closest?.("dialog")) idle.touch();
}

function show(screen) {
  for (const each of ["start", "talk"]) part(each).hidden = each !== screen;
}
