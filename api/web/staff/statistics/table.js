/** The report as a table; its first column stays in sight. */

import { element } from "/web/element.js";
import { COLUMNS, GROUPS, nameOf, written } from "./columns.js";

const ABOUT = { matter: "事项", window: "窗口", park: "园区", all: "期间" };
const BEGINS = new Set(GROUPS.map(([, [[first]]]) => first));

/** @param {any} report @returns {HTMLElement} */
export function tableOf(report) {
  const hasPeriods = report.by !== "total" && report.per !== "all";
  const caption = `${report.first} 至 ${report.last}，共 ${report.rows.length} 行`;
  const lines = report.rows.map((row) => lineOf(row, report.per === "all" ? nameOf(row.period) : row.name, hasPeriods));
  return element(
    "table",
    {},
    element("caption", {}, caption),
    headOf(ABOUT[report.per], hasPeriods),
    element("tbody", {}, ...lines),
    element("tfoot", {}, lineOf(report.total, "合计", hasPeriods)),
  );
}

function headOf(about, hasPeriods) {
  const tall = (title) => element("th", { scope: "col", rowspan: 2 }, title);
  const groups = GROUPS.map(([title, columns]) =>
    element("th", { scope: "colgroup", colspan: columns.length, class: "begins" }, title),
  );
  const titles = COLUMNS.map(([key, title]) => element("th", { scope: "col", class: classOf(key) }, title));
  return element(
    "thead",
    {},
    element("tr", {}, tall(about), hasPeriods ? tall("期间") : null, ...groups),
    element("tr", {}, ...titles),
  );
}

function lineOf(row, name, hasPeriods) {
  const period = hasPeriods ? element("td", { class: "period" }, nameOf(row.period)) : null;
  const numbers = COLUMNS.map(([key]) => element("td", { class: classOf(key) }, written(row[key])));
  return element("tr", {}, element("th", { scope: "row" }, name), period, ...numbers);
}

function classOf(key) {
  return BEGINS.has(key) ? "begins" : null;
}
