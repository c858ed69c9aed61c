/** The conversations that wait for a person: the list, one case, answering and handing back. */

import { ask, toldOf } from "/web/staff/desk.js";
import { doorOf } from "/web/staff/door.js";
import { factsOf, lineOf, sayingOf, titleOf } from "./case.js";

const $ = (id) => document.getElementById(id);
const PATH = "/staff/handoffs";
const EVERY_MS = 5_000;

/** What was asked for last; an answer to anything earlier comes too late. */
let asked = 0;
/** Those that wait, and the one that is open. */
let items = [];
let openId = null;
let timer = 0;

const door = doorOf({ enter: load, leave, first: $("refresh"), toldOf });
const { failed, tell } = door;

$("refresh").addEventListener("click", () => {
  tell("");
  load();
});
$("answer").addEventListener("submit", (event) => {
  event.preventDefault();
  answer($("text").value.trim());
});
$("hand-back").addEventListener("click", handBack);
door.begin();

function leave() {
  asked += 1;
  clearTimeout(timer);
  openId = null;
  items = [];
  draw();
  for (const id of ["case-title", "facts", "transcript"]) $(id).replaceChildren();
  $("text").value = "";
}

/** Everything anew, now and again after a while. */
async function load() {
  const mine = (asked += 1);
  clearTimeout(timer);
  try {
    const found = await ask("GET", PATH);
    if (mine !== asked) return;
    door.open();
    items = found.items;
    if (openId && !items.some((item) => item.handoff_id === openId)) openId = null;
    draw();
    if (openId) await read(openId, mine);
  } catch (error) {
    if (mine === asked) failed(error);
  }
  if (mine === asked && !$("desk").hidden) timer = setTimeout(load, EVERY_MS);
}

function draw() {
  const lines = items.map((item) => lineOf(item, item.handoff_id === openId, () => choose(item.handoff_id)));
  const focused = $("waiting").contains(document.activeElement);
  $("waiting").replaceChildren(...lines);
  if (focused) $("waiting").querySelector("[aria-current]")?.focus();
  $("total").textContent = items.length ? `${items.length} 段对话在等，等得最久的在前` : "没有人在等。";
  const item = items.find(({ handoff_id }) => handoff_id === openId);
  $("case").hidden = !item;
  if (!item) return;
  $("case-title").textContent = titleOf(item);
  $("facts").replaceChildren(...factsOf(item));
}

function choose(id) {
  openId = id;
  $("text").value = "";
  $("transcript").replaceChildren();
  tell("");
  return load();
}

async function read(id, mine) {
  const { messages } = await ask("GET", `${PATH}/${id}/messages`);
  const box = $("transcript");
  if (mine !== asked || messages.length === box.children.length) return;
  box.replaceChildren(...messages.map(sayingOf));
  box.scrollTop = box.scrollHeight;
}

async function answer(text) {
  if (!text || !openId) return;
  await doing(async () => {
    await ask("POST", `${PATH}/${openId}/messages`, { text });
    $("text").value = "";
    tell("已发送。");
  });
  $("text").focus();
}

async function handBack() {
  await doing(async () => {
    await ask("DELETE", `${PATH}/${openId}`);
    openId = null;
    tell("已交还导办。");
  });
}

/** Does something to the open conversation, once, and shows what has become of it. */
async function doing(work) {
  const buttons = $("answer").querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await work();
    await load();
  } catch (error) {
    failed(error);
  }
  for (const button of buttons) button.disabled = false;
}
