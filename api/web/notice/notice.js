/** Everything one matter needs on a page of its own, to be read and printed. */

import { button, element } from "/web/element.js";
import { Failure, request } from "/web/transport.js";

const NOTHING = "没有这份一次性告知书。请回到智能导办，直接说说您要办什么事；也可以拨打 12345 咨询。";

const main = document.querySelector("#notice");
const asked = new URLSearchParams(location.search);

try {
  const notice = await request("GET", address(asked));
  document.title = `${notice.name} · 一次性告知书`;
  main.replaceChildren(...shown(notice));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const words = error.kind === "unreachable" ? error.message : (error.problem?.detail ?? NOTHING);
  main.replaceChildren(element("p", { role: "alert" }, words));
}

function address(from) {
  const matter = from.get("matter") ?? "";
  if (!/^[a-z0-9-]{1,64}$/.test(matter)) throw new Failure("refused", NOTHING);
  const query = new URLSearchParams({ park_id: from.get("park") ?? "" });
  if (from.get("as_of")) query.set("as_of", from.get("as_of"));
  return `/matters/${matter}/notice?${query}`;
}

function shown(notice) {
  return [
    element("header", {}, element("h1", {}, `${notice.name}：一次性告知书`), button("打印", "print", () => print())),
    element("p", {}, `${notice.park}　${notice.as_of}`),
    element("div", { class: "sample" }, ...notice.notices.map((words) => element("p", {}, words))),
    element("dl", {}, ...notice.sections.flatMap(part)),
    element("p", { class: "note" }, `事项清单：${notice.edition.title}　告知书版本：${notice.version}`),
  ];
}

function part(section) {
  const lines = section.lines.map((words) => element("p", {}, words));
  const mark = section.status === "sample" ? element("span", { class: "mark" }, section.status_name) : null;
  const sources = section.status === "sample" || !section.sources.length ? null : element("p", { class: "note" }, `依据：${section.sources.join("、")}`);
  return [element("dt", {}, section.title), element("dd", {}, ...lines, mark, sources)];
}
