/** The review list on a page: signing in for this tab, the list, and what is made of its entries. */

import { doorOf } from "/web/staff/door.js";
import { accept, dismiss, list, remove, toldOf } from "./desk.js";
import { entryOf } from "./entry.js";
import { show } from "./why.js";

const $ = (id) => document.getElementById(id);
const [desk, entries, said, total, more] = ["desk", "entries", "said", "total", "more"].map($);
const filters = [$("state"), $("why")];
const EMPTY = { open: "没有待处理的问法。", accepted: "还没有收录过。", dismissed: "没有不收录的问法。" };

/** What was asked for last; an answer to anything earlier comes too late. */
let asked = 0;
let known = 0;

const door = doorOf({ enter: refresh, leave, first: $("state"), toldOf });
const { failed, tell } = door;

$("try").addEventListener("submit", (event) => {
  event.preventDefault();
  $("reasons").hidden = false;
  show($("reasons"), $("words").value.trim());
});
$("refresh").addEventListener("click", () => refresh());
more.addEventListener("click", () => load(entries.children.length));
for (const filter of filters) filter.addEventListener("change", () => refresh());

door.begin();

function leave() {
  asked += 1;
  entries.replaceChildren();
}

function refresh() {
  tell("");
  return load(0);
}

async function load(offset) {
  const mine = (asked += 1);
  const [state, why] = filters.map((filter) => filter.value);
  try {
    const page = await list({ state, why, offset });
    if (mine !== asked) return;
    door.open();
    if (!offset) entries.replaceChildren();
    entries.append(...page.items.map((item) => entryOf(item, { accept: take, dismiss: drop, remove: erase })));
    known = page.total;
    count();
  } catch (error) {
    if (mine === asked) failed(error);
  }
}

function count() {
  const shown = entries.children.length;
  total.textContent = known ? `共 ${known} 条，问得最多的在前` : EMPTY[$("state").value];
  more.hidden = shown >= known;
}

async function take(entry, item, target, how) {
  await settle(entry, `正在收录到「${target.name}」并更新索引，大约需要十几秒……`, async () => {
    const { message } = await accept(item.item_id, target, how);
    return `“${how.text ?? item.text}”：${message}`;
  });
}

async function drop(entry, item, reason) {
  await settle(entry, "正在处理……", async () => {
    await dismiss(item.item_id, reason);
    return `“${item.text}”：不收录。半年内再有人这样问，也不再列出来。`;
  });
}

async function erase(entry, item) {
  await settle(entry, "正在删除……", async () => {
    await remove(item.item_id);
    return `“${item.text}”：记录已删除。`;
  });
}

/** One at a time: while one is taken in, no other can be. */
async function settle(entry, meanwhile, work) {
  tell(meanwhile);
  busy(true, entry);
  try {
    const message = await work();
    const next = entry.nextElementSibling ?? entry.previousElementSibling;
    entry.remove();
    known -= 1;
    busy(false, entry);
    count();
    if (!entries.children.length && known > 0) await load(0);
    tell(message);
    (next?.querySelector("button, summary") ?? said).focus();
  } catch (error) {
    busy(false, entry);
    failed(error);
  }
}

function busy(is, entry) {
  entry.classList.toggle("busy", is);
  desk.toggleAttribute("aria-busy", is);
  for (const control of desk.querySelectorAll("button, input, textarea, select")) control.disabled = is;
}
