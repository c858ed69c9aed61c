/** The statistics on a page: what is asked about, the chart, the table, and three lists. */

import { element } from "/web/element.js";
import { ask, save, toldOf } from "/web/staff/desk.js";
import { doorOf } from "/web/staff/door.js";
import { chartOf } from "./chart.js";
import { COLUMNS } from "./columns.js";
import { badlyRunning, unanswered, unasked } from "./lists.js";
import { tableOf } from "./table.js";

const $ = (id) => document.getElementById(id);
const PATH = "/staff/statistics";
const LISTS = { badly: ["badly-running", badlyRunning], unasked: ["unasked", unasked], unanswered: ["unanswered", unanswered] };
const FIELDS = { park: "park_id", from: "from", to: "to", per: "per", by: "by" };
const TOLD = ["chart", "table", "notes", ...Object.keys(LISTS)];

/** What was asked for last; an answer to anything earlier comes too late. */
let asked = 0;
/** The report that is shown. */
let report = null;

$("measure").append(...COLUMNS.map(([key, title]) => element("option", { value: key }, title)));
$("measure").value = "booked";

const door = doorOf({ enter: load, leave, first: $("park"), toldOf });
$("wanted").addEventListener("submit", (event) => {
  event.preventDefault();
  load();
});
$("measure").addEventListener("change", draw);
for (const kind of ["csv", "xlsx"]) $(kind).addEventListener("click", () => take(kind));
new ResizeObserver(draw).observe($("chart"));
door.begin();

function leave() {
  asked += 1;
  report = null;
  for (const id of TOLD) $(id).replaceChildren();
}

function query(fields = FIELDS) {
  const given = Object.entries(fields).map(([id, name]) => [name, $(id).value]);
  return new URLSearchParams(given.filter(([, value]) => value));
}

async function load() {
  const mine = (asked += 1);
  door.tell("");
  try {
    const found = await ask("GET", `${PATH}?${query()}`);
    if (mine !== asked) return;
    door.open();
    report = found;
    $("from").value = found.first;
    $("to").value = found.last;
    $("notes").replaceChildren(...found.notes.map((text) => element("p", { class: "note" }, text)));
    $("table").replaceChildren(tableOf(found));
    draw();
    await Promise.all(Object.keys(LISTS).map((id) => list(id, mine)));
  } catch (error) {
    if (mine === asked) door.failed(error);
  }
}

async function list(id, mine) {
  const [path, shown] = LISTS[id];
  const wanted = id === "unanswered" ? "" : `?${query({ park: "park_id", from: "from", to: "to" })}`;
  const answer = await ask("GET", `${PATH}/${path}${wanted}`);
  if (mine === asked) $(id).replaceChildren(...shown(answer));
}

function draw() {
  if (!report) return;
  const key = $("measure").value;
  const title = COLUMNS.find(([name]) => name === key)[1];
  $("chart").replaceChildren(chartOf(report, key, title, $("chart").clientWidth));
}

async function take(kind) {
  door.tell("正在准备文件……");
  try {
    door.tell(`已下载：${await save(`${PATH}.${kind}?${query()}`)}`);
  } catch (error) {
    door.failed(error);
  }
}
