/** Requests to the guide's HTTP interface, each with a time limit and a failure one can act on. */

const API = "/api/v1";
export const TIME_LIMIT_MS = 15_000;

/**
 * Why a request did not succeed.
 * - `lost`: the conversation is unknown to the server (401, 404)
 * - `refused`: the content itself must change (413, 422); trying again is useless
 * - `late`, `unreachable`, `server`: the same request may succeed later
 * - `cancelled`: the page itself gave it up
 */
export class Failure extends Error {
  /**
   * @param {"lost"|"refused"|"late"|"unreachable"|"server"|"cancelled"} kind
   * @param {string} message
   * @param {{status?: number, problem?: any}} [answer] what the server answered, if it did
   */
  constructor(kind, message, { status, problem } = {}) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }
}

const MESSAGES = {
  lost: "对话已失效",
  refused: "这条消息发不出去，请修改后再发",
  late: "等了很久没有回复",
  unreachable: "网络不通",
  server: "系统暂时没有响应",
  cancelled: "已取消",
};

/**
 * @param {string} method
 * @param {string} path below the interface's root
 * @param {{token?: string, body?: object, signal?: AbortSignal, limit?: number, keepalive?: boolean}}
 *   [options] `limit` in milliseconds; `keepalive`: goes on when the page is left
 * @returns {Promise<any>} the answer's JSON, null when it has none
 * @throws {Failure}
 */
export function request(method, path, options = {}) {
  return exchange(method, path, jsonOf, options);
}

/**
 * Fetches a file that only a token opens. (A link could not send the token.)
 * @param {string} path
 * @param {{token?: string, limit?: number}} [options]
 * @returns {Promise<{blob: Blob, name: string}>} the file and what the server calls it
 * @throws {Failure}
 */
export function requestFile(path, options = {}) {
  return exchange("GET", path, fileOf, options);
}

async function exchange(method, path, read, { token, body, signal, limit = TIME_LIMIT_MS, keepalive = false }) {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  const timer = setTimeout(cancel, limit);
  signal?.addEventListener("abort", cancel);
  const options = { method, headers: headers(token, body), signal: abort.signal, keepalive };
  try {
    const response = await fetch(API + path, { ...options, body: body && JSON.stringify(body) });
    const answer = await (response.ok ? read : jsonOf)(response);
    if (abort.signal.aborted) throw given(signal);
    if (!response.ok) throw failureOf(response.status, answer);
    return answer;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw abort.signal.aborted ? given(signal) : failure("unreachable");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}

function jsonOf(response) {
  return response.json().catch(() => null);
}

async function fileOf(response) {
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "");
  return { blob: await response.blob(), name: decodeURIComponent(named?.[1] ?? "download") };
}

/**
 * Reads server-sent events until the stream ends. (`EventSource` cannot send the token.)
 * @param {string} path
 * @param {string} token
 * @param {AbortSignal} signal
 * @param {{open: () => void, event: (kind: string, data: any) => void}} handlers
 * @throws {Failure}
 */
export async function readEvents(path, token, signal, handlers) {
  const accept = { ...headers(token), Accept: "text/event-stream" };
  const response = await fetch(API + path, { headers: accept, signal, cache: "no-store" });
  if (!response.ok || !response.body) throw failureOf(response.status, null);
  handlers.open();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) passOn(block, handlers.event);
  }
}

function passOn(block, handle) {
  let kind = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) kind = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (!data.length) return; // a comment that only keeps the connection open
  try {
    handle(kind, JSON.parse(data.join("\n")));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

function headers(token, body) {
  return {
    Accept: "application/json",
    ...(body && { "Content-Type": "application/json" }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
}

function failure(kind) {
  return new Failure(kind, MESSAGES[kind]);
}

function given(signal) {
  return failure(signal?.aborted ? "cancelled" : "late");
}

function failureOf(status, problem) {
  const kind = kindOf(status);
  return new Failure(kind, (kind !== "lost" && problem?.detail) || MESSAGES[kind], { status, problem });
}

function kindOf(status) {
  if (status === 401 || status === 404) return "lost";
  if (status === 413 || status === 422) return "refused";
  return "server";
}
