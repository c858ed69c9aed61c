/** Dates and times in the words people use; always the hall's own time zone. */

const ZONE = "Asia/Shanghai";

const day = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, year: "numeric", month: "long", day: "numeric" });
const weekday = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, weekday: "long" });
const minute = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const isoDay = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });

const GAP_MS = 5 * 60 * 1000;
export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The line between messages, or null when the last one was shortly before.
 * @param {Date} at
 * @param {Date|null} previous
 * @param {Date} [now]
 */
export function separator(at, previous, now = new Date()) {
  if (previous && at - previous < GAP_MS) return null;
  const time = minute.format(at);
  if (day.format(at) === day.format(now)) return time;
  if (day.format(at) === day.format(new Date(now.getTime() - DAY_MS))) return `昨天 ${time}`;
  return `${day.format(at)} ${time}`;
}

/**
 * A visit: `{ day: "2026年11月26日 星期四", time: "09:00–09:30" }`; null without a usable start.
 * @param {string|null|undefined} start ISO 8601
 * @param {string|null|undefined} end ISO 8601
 */
export function visit(start, end) {
  const from = moment(start);
  const to = moment(end);
  if (!from) return null;
  const time = to ? `${minute.format(from)}–${minute.format(to)}` : minute.format(from);
  return { day: `${day.format(from)} ${weekday.format(from)}`, time };
}

/** @returns {string} the hall's day now, as 2026-11-26 */
export function today() {
  return isoDay.format(new Date());
}

/** @param {string|null|undefined} text ISO 8601 @returns {Date|null} */
export function moment(text) {
  const at = text ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}
