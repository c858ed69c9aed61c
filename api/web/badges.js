/** Where a value comes from, as a small label. */

import { element } from "./element.js";

/** Statuses of a fact (contract section 4): the label and what it means. */
const STATUSES = {
  official: ["官方", "园区或主管部门正式公布的内容"],
  law: ["法律", "法律、法规、规章写明的内容"],
  guide: ["指南", "取自公开的办事指南，各地可能略有不同"],
  sample: ["示例", "演示用的内容，尚未经园区确认"],
  missing: ["暂缺", "目前没有可靠来源，请向大厅窗口确认"],
};

/** @param {string|null|undefined} status @returns {HTMLElement|null} null for an unknown status */
export function statusBadge(status) {
  if (!Object.hasOwn(STATUSES, status ?? "")) return null;
  const [label, meaning] = STATUSES[status];
  return element(
    "span",
    { class: `badge ${status}`, title: meaning },
    element("span", { class: "visually-hidden" }, "来源："),
    label,
  );
}

/** One line per status. @returns {HTMLElement[]} */
export function legend() {
  return Object.entries(STATUSES).map(([status, [, meaning]]) =>
    element("li", {}, statusBadge(status), element("span", {}, meaning)),
  );
}
