/** The review list's part of the staff interface. */

import { ask as request, toldOf as told } from "/web/staff/desk.js";

const PATH = "/staff/review";
export const PAGE = 20;
/** Taking in a phrasing builds the whole index anew. */
const PATIENCE_MS = 180_000;
const LATE = "等了很久没有结果。可能已经收录，请刷新列表查看。";

/** @param {{state: string, why: string, offset: number}} wanted */
export function list({ state, why, offset }) {
  const query = new URLSearchParams({ state, limit: String(PAGE), offset: String(offset) });
  if (why) query.set("why", why);
  return ask("GET", `${PATH}?${query}`);
}

/** Matters and referrals that fit some words. @param {string} words */
export async function targets(words) {
  return (await ask("GET", `${PATH}/targets?${new URLSearchParams({ q: words })}`)).items;
}

/**
 * @param {string} itemId
 * @param {{kind: "matter"|"referral", target_id: string}} target
 * @param {{as?: "phrasing"|"alias", text?: string}} [how]
 */
export function accept(itemId, target, how = {}) {
  const key = target.kind === "referral" ? "referral_id" : "matter_id";
  return ask("POST", `${PATH}/${itemId}/accept`, { [key]: target.target_id, ...how });
}

/** @param {string} itemId @param {string} reason */
export function dismiss(itemId, reason) {
  return ask("POST", `${PATH}/${itemId}/dismiss`, reason ? { reason } : {});
}

/** @param {string} itemId */
export function remove(itemId) {
  return ask("DELETE", `${PATH}/${itemId}`);
}

/** Why the search answers a question as it does. @param {string} query @param {string|null} [parkId] */
export function explain(query, parkId) {
  return ask("POST", "/staff/matters/explain", { query, park_id: parkId ?? null });
}

/** What to tell about a failure. @param {unknown} error */
export function toldOf(error) {
  return told(error, LATE);
}

function ask(method, path, body) {
  return request(method, path, body, PATIENCE_MS);
}
