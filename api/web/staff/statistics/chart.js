/** A bar for each row, as wide as its number. The table below says the same in words. */

import { nameOf, written } from "./columns.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_BARS = 24;
const [STEP, BAR, ROOM_FOR_NUMBER, NARROWEST] = [44, 14, 72, 240];

/**
 * @param {any} report
 * @param {string} key which number
 * @param {string} title what the number is called
 * @param {number} width of the place, in pixels
 * @returns {Element}
 */
export function chartOf(report, key, title, width) {
  const rows = pickedOf(report, key);
  if (!rows.length) return paragraph("这一项在这段时间里没有可画的数。");
  const room = Math.max(width, NARROWEST);
  const most = Math.max(...rows.map((row) => row[key]), Number.MIN_VALUE);
  const height = rows.length * STEP;
  const svg = drawn("svg", { viewBox: `0 0 ${room} ${height}`, width: room, height, role: "img", class: "bars" });
  svg.append(drawn("title", {}, told(report, rows, key, title)));
  rows.forEach((row, at) => {
    const long = Math.max(((room - ROOM_FOR_NUMBER) * row[key]) / most, 1);
    svg.append(
      drawn("text", { x: 0, y: at * STEP + 16 }, labelOf(report, row, room)),
      drawn("rect", { x: 0, y: at * STEP + 22, width: long, height: BAR, rx: 2 }),
      drawn("text", { x: long + 6, y: at * STEP + 34, class: "number" }, written(row[key])),
    );
  });
  return svg;
}

/** Periods stay in their order, all of them; of other rows the largest are drawn. */
function pickedOf(report, key) {
  const rows = report.rows.filter((row) => row[key] !== null);
  if (report.per === "all") return rows;
  const known = rows.filter((row) => row[key] > 0);
  return known.sort((one, other) => other[key] - one[key]).slice(0, MOST_BARS);
}

function told(report, rows, key, title) {
  const largest = rows.reduce((found, row) => (row[key] > found[key] ? row : found));
  const all = written(report.total[key]);
  return `${title}的条形图，${rows.length} 条；全部 ${all}，最多的是 ${labelOf(report, largest)}：${written(largest[key])}。下面的表里有同样的数。`;
}

function labelOf(report, row, room = Infinity) {
  const period = nameOf(row.period);
  const whole = report.per === "all" ? period : report.by === "total" ? row.name : `${row.name} · ${period}`;
  const most = Math.floor(room / 15);
  return whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
}

function drawn(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

function paragraph(text) {
  const node = document.createElement("p");
  node.className = "note";
  node.textContent = text;
  return node;
}
