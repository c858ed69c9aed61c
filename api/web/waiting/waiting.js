/** The waiting list on a page of its own: joining it, and one entry, with what is offered to it. */

import { DAY_MS, today, visit as inWords } from "/web/clock.js";
import { button, element } from "/web/element.js";
import { Failure, request } from "/web/transport.js";
import { Attempts, wordsOf } from "/web/visit/attempts.js";
import { clearFaults, showFaults } from "/web/waiting/faults.js";

const MORE_DAYS = 13;
const NO_MATTER = "还不知道您要办什么事。请先在智能导办说说要办的事和所在的园区；也可以拨打 12345 咨询。";
const NO_ENTRY = "这个网址不完整，找不到您的候补。请核对消息里的网址，或拨打 12345 咨询。";
const KEEP = "请收藏这一页，再打开时用电话后四位查看。";
const STATES = { waiting: "候补中", offered: "有号了，请确认", booked: "候补成功", withdrawn: "候补已取消", expired: "候补已结束" };

const $ = (id) => document.getElementById(id);
const [joining, proving, place, elsewhere] = ["join", "proof", "entry", "elsewhere"].map($);
const attempts = new Attempts($("said"));
const asked = new URLSearchParams(location.search);

/** Which entry, and its proof: that stays in this page's memory only. */
let entryId = location.hash.slice(1) || asked.get("id");
let last4 = null;

addEventListener("hashchange", () => location.reload());
joining.addEventListener("submit", (event) => {
  event.preventDefault();
  clearFaults(joining);
  attempts.run(join, refusedToJoin);
});
proving.addEventListener("submit", (event) => {
  event.preventDefault();
  last4 = $("last4").value.trim();
  attempts.run(look);
});

if (entryId) openEntry();
else attempts.run(openJoining, cannotJoin);

function openEntry() {
  proving.hidden = !/^[0-9a-f]{32}$/.test(entryId);
  if (!proving.hidden) return;
  attempts.tell(NO_ENTRY);
  elsewhere.hidden = false;
}

async function openJoining() {
  const [matter, park] = [asked.get("matter") ?? "", asked.get("park") ?? ""];
  if (!/^[a-z0-9-]{1,64}$/.test(matter) || !park) throw new Failure("refused", NO_MATTER);
  const [guide, parks] = await Promise.all([
    request("GET", `/matters/${matter}?${new URLSearchParams({ park_id: park })}`),
    request("GET", "/parks"),
  ]);
  const { short_name: name } = parks.items.find((each) => each.park_id === park);
  $("what").textContent = `${guide.name}（${name}）`;
  const { first_day: first, last_day: last } = joining.elements;
  first.min = last.min = today();
  // A field takes nothing but a day: what is none leaves it empty.
  first.value = asked.get("from") ?? "";
  if (!first.value) first.value = today();
  last.value = asked.get("to") ?? "";
  if (!last.value) last.valueAsNumber = first.valueAsNumber + MORE_DAYS * DAY_MS;
  joining.hidden = false;
}

/** What is wrong with the address is said in words for people, not for programs. */
function cannotJoin({ kind }) {
  if (kind === "refused") attempts.tell(NO_MATTER);
  elsewhere.hidden = false;
}

async function join() {
  const field = (name) => joining.elements.namedItem(name);
  const phone = field("applicant.phone").value;
  const entry = await request("POST", "/waiting-list", {
    body: {
      park_id: asked.get("park"),
      matter_id: asked.get("matter"),
      first_day: field("first_day").value,
      last_day: field("last_day").value,
      applicant: { name: field("applicant.name").value, phone },
      consent: field("consent").checked,
    },
  });
  entryId = entry.entry_id;
  last4 = phone.normalize("NFKC").replace(/\D/g, "").slice(-4);
  history.replaceState(null, "", `/waiting#${entryId}`);
  return show(entry);
}

function refusedToJoin({ problem }) {
  if (!problem?.errors) return;
  const rest = showFaults(joining, problem.errors);
  attempts.tell(rest.length ? `${rest.join("；")}。` : "请改正标出的内容，再登记一次。");
}

function path(rest = "") {
  return `/waiting-list/${entryId}${rest}?${new URLSearchParams({ phone_last4: last4 })}`;
}

async function look() {
  return show(await request("GET", path()));
}

/** @returns {string} what its holder is told of it */
function show(entry) {
  joining.hidden = proving.hidden = true;
  place.hidden = false;
  $("heading").textContent = STATES[entry.status];
  place.replaceChildren(
    details(entry),
    element("div", { class: "acts" }, ...acts(entry)),
    ...(["waiting", "offered"].includes(entry.status) ? [element("p", { class: "keep" }, KEEP)] : []),
  );
  place.focus();
  return entry.message;
}

function details({ matter_name: matter, park_name: park, first_day: first, last_day: last, offer }) {
  const [from, to] = [first, last].map((day) => inWords(day).day);
  const seat = offer && inWords(offer.start, offer.end);
  const until = offer && inWords(offer.expires_at);
  const rows = [
    ["时间", seat && element("span", {}, element("b", {}, seat.time), element("br"), seat.day)],
    ["窗口", offer?.window],
    ["保留到", until && `${until.day} ${until.time}`],
    ["事项", matter],
    ["园区", park],
    ["候补", from === to ? from : `${from} 至 ${to}`],
  ].filter(([, value]) => value);
  return element("dl", { class: "rows" }, ...rows.map(([label, value]) =>
    element("div", { class: "row" }, element("dt", {}, label), element("dd", {}, value)),
  ));
}

function acts({ status, booking_code: code, park_id: park, matter_id: matter }) {
  const leave = button("不候补了", "plain", () => withdraw());
  const link = (href, words, kind) => element("a", { class: `button ${kind}`, href }, words);
  switch (status) {
    case "waiting":
      return [button("刷新", "", () => attempts.run(look)), leave];
    case "offered":
      return [button("确认预约", "", () => attempts.run(accept, again)), leave];
    case "booked":
      return [link(`/visit?${new URLSearchParams({ code })}`, "查看预约", "")];
    default:
      return [link(`/waiting?${new URLSearchParams({ park, matter })}`, "再排一次", ""), link("/", "到智能导办", "plain")];
  }
}

async function accept() {
  await request("POST", path("/accept"));
  return look();
}

/** What was offered may be gone meanwhile: the entry is shown as it stands now. */
async function again() {
  await look().catch((failure) => {
    if (!(failure instanceof Failure)) throw failure;
    attempts.tell(wordsOf(failure));
  });
}

function withdraw() {
  if (!confirm("确定不候补了吗？排的位置和为您留的时段都会让给别人。")) return undefined;
  return attempts.run(async () => {
    await request("DELETE", path());
    return look();
  });
}
