/** What all pages of the staff ask the guide with: the token that is kept for this tab. */

import { Failure, request, requestFile } from "/web/transport.js";

const KEY = "guide.staff-token";
const LATE = "等了很久没有结果，请刷新后再看。";
const KEPT_MS = 60_000;
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

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {number} [limit] in milliseconds
 */
export function ask(method, path, body, limit) {
  return request(method, path, { token: token.get() ?? "", body, limit });
}

/** Saves a file on the computer, as a link would, but with the token. @param {string} path */
export async function save(path) {
  const { blob, name } = await requestFile(path, { token: token.get() ?? "" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS); // not while it is being saved
  return name;
}

/**
 * What to tell about a failure, with every fault the server named.
 * @param {unknown} error
 * @param {string} [late] what to tell when no answer came in time
 */
export function toldOf(error, late = LATE) {
  if (!(error instanceof Failure)) throw error;
  const { problem } = error;
  if (problem?.errors) return problem.errors.map((fault) => fault.message).join("；");
  if (error.kind === "late") return late;
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
