/** The review list's part of the staff interface, with the token that is kept for this tab. */

import { Failure, request } from "/web/transport.js";

const KEY = "guide.staff-token";
const PATH = "/staff/review";
export const PAGE = 20;
/** Taking in a phrasing builds the whole index anew. */
const PATIENCE_MS = 180_000;
const LATE = "等了很久没有结果。可能已经收录，请刷新列表查看。";
const HEADER_SAFE = /^[\x21-\x7e]+$/;

export const token = {
  get: () => sessionStorage.getItem(KEY),
  /** @param {string} value */
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

/** Whether these characters can be a token at all. @param {string} value */
export function isToken(value) {
  return HEADER_SAFE.test(value);
}

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

/** What to tell about a failure, with every fault the server named. @param {unknown} error */
export function toldOf(error) {
  if (!(error instanceof Failure)) throw error;
  const { problem } = error;
  if (problem?.errors) return problem.errors.map((fault) => fault.message).join("；");
  if (error.kind === "late") return LATE;
  const faults = problem?.problems?.map(faultOf);
  return [problem?.detail ?? error.message, ...(faults ?? [])].join("\n");
}

function faultOf({ file, line, field, message }) {
  const place = [file, line && `第${line}行`, field].filter(Boolean).join(" ");
  return place ? `${place}：${message}` : message;
}

/** Whether the token was not accepted. @param {unknown} error */
export function isLockedOut(error) {
  return error instanceof Failure && error.status === 401;
}

function ask(method, path, body) {
  return request(method, path, { token: token.get() ?? "", body, limit: PATIENCE_MS });
}
