/** The numbers of a row: what they are called, and how they are written. */

/** @type {[string, [string, string][]][]} groups of columns, each with its columns */
export const GROUPS = [
  ["提问", [["asked", "提问次数"], ["found", "直接找到"], ["clarified", "需要追问"], ["chosen", "追问后选定"], ["not_found", "没找到"], ["referred", "转介"]]],
  ["预约", [["booked", "预约"], ["provisional", "其中暂定"], ["cancelled", "取消"], ["moved", "改期"], ["checked_in", "到场"], ["served", "已办理"], ["missed", "爽约"]]],
  ["现场", [["walk_ins", "现场取号"], ["waited_mean", "平均等候（分钟）"], ["waited_p90", "九成人等候不超过（分钟）"], ["served_mean", "平均办理（分钟）"]]],
  ["评价", [["rated", "评价"], ["mean_stars", "平均分（5分制）"], ["bad_ratings", "差评"]]],
  ["时限", [["limits_met", "时限内办结"], ["limits_exceeded", "超过时限"]]],
];
export const COLUMNS = GROUPS.flatMap(([, columns]) => columns);

/** A number, or a dash where there is none to tell. @param {number|null} value */
export function written(value) {
  return value === null ? "—" : value.toLocaleString("zh-CN");
}

/** What a period is called. @param {{label: string, first: string, last: string}} period */
export function nameOf({ label, first, last }) {
  const [, week] = label.split("-W");
  if (label === "total") return "合计";
  return week ? `${label.slice(0, 4)}年第${Number(week)}周（${short(first)}–${short(last)}）` : label;
}

function short(day) {
  const [, month, date] = day.split("-");
  return `${Number(month)}/${Number(date)}`;
}
