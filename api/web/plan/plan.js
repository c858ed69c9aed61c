/** One journey on a page of its own, to be read and printed. */

import { button, element } from "/web/element.js";
import { Failure, request } from "/web/transport.js";

const SAMPLE = "先后顺序里注明法律依据的按法律；其余是通常顺序，仅供参考，以大厅公布为准。";
const NOTHING = "没有这个办事计划。请回到智能导办，直接说说您要做什么事；也可以拨打 12345 咨询。";

const main = document.querySelector("#plan");
const asked = new URLSearchParams(location.search);
const journey = asked.get("journey") ?? "";
asked.delete("journey");
const query = asked.size ? `?${asked}` : "";
const CERTAINTY = { likely: "多半要办：", open: "看情况：" };

try {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(journey)) throw new Failure("refused", NOTHING);
  const plan = await request("GET", `/journeys/${journey}${query}`);
  document.title = `${plan.title} · 办事计划`;
  main.replaceChildren(...shown(plan).filter(Boolean));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const known = ["unreachable", "refused"].includes(error.kind) && error.message;
  main.replaceChildren(element("p", { role: "alert" }, known || NOTHING));
}

function shown(plan) {
  return [
    element("header", {}, element("h1", {}, `${plan.title}：办事计划`), button("打印", "print", () => print())),
    element("p", {}, plan.text),
    line("按您说的：", plan.told),
    line("没说清、两种情况都留着的：", plan.open),
    line("按您说的用不上的：", plan.dropped),
    element("h2", {}, "先后顺序"),
    element("div", { class: "picture" }, element("img", { src: `/api/v1/journeys/${plan.journey_id}/picture${query}`, alt: `${plan.title}：先后顺序图` })),
    element("p", { class: "note" }, "实线：法律规定的先后；虚线：通常的先后。虚线框的事项只在满足条件时才办；绿色的已经办好。"),
    element("h2", {}, "逐项说明"),
    table(plan.stages),
    element("p", {}, plan.critical_path.text),
    plan.regional ? element("p", {}, plan.regional) : null,
    element("p", { class: "sample" }, SAMPLE),
  ];
}

function line(label, items) {
  return items?.length ? element("p", {}, `${label}${items.join("；")}`) : null;
}

function table(stages) {
  const head = ["步骤", "事项", "什么情况要办", "先后依据", "法定时限"].map((title) => element("th", { scope: "col" }, title));
  const rows = stages.flatMap((steps, at) => steps.map((step, within) => rowOf(step, at, within, steps.length)));
  return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

function rowOf(step, at, within, together) {
  const number = within ? null : element("th", { scope: "rowgroup", rowspan: together }, `第 ${at + 1} 步`);
  const when = step.when && step.certainty !== "sure" ? (CERTAINTY[step.certainty] ?? "") + step.when : "要办";
  const hints = [when, step.note, step.regional, [step.mode, step.window].filter(Boolean).join("；")].filter(Boolean);
  return element(
    "tr",
    {},
    number,
    element("td", { class: step.done ? "done" : null }, step.done ? `✓ ${step.name}（已办好）` : step.name),
    element("td", {}, ...hints.map((words) => element("div", {}, words))),
    element("td", {}, step.basis),
    element("td", {}, step.limit ?? "暂缺"),
  );
}
