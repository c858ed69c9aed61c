/** One conversation with the server: its id and token, and what can be done with them. */

import { Failure, request } from "./transport.js";

const KEY = "guide.session";

/** What the page knows of the conversation's state before the first answer. */
const EMPTY_CONTEXT = { matter_id: null, park_id: null, booking_code: null, handoff: false };

/** @typedef {{id: string, token: string}} Key what it takes to speak in a conversation, or to delete it */

export class Session {
  #channel;
  #inTab;
  #kept;
  #ended = new AbortController();

  /**
   * @param {{channel?: "widget"|"kiosk", inTab?: boolean}} [where] `inTab`: kept in the tab's session
   *   storage, so that a reload continues the conversation and closing the tab ends it; otherwise in
   *   this page's memory only
   */
  constructor({ channel = "widget", inTab = true } = {}) {
    this.#channel = channel;
    this.#inTab = inTab;
    this.#kept = inTab ? read() : { context: EMPTY_CONTEXT };
  }

  /** Whether the server has given us a conversation. */
  get open() {
    return Boolean(this.#kept.id);
  }

  /** The latest context (contract section 4), as far as the page uses it. */
  get context() {
    return this.#kept.context;
  }

  /** Path and token of the stream of later arrivals. */
  get stream() {
    return { path: `/chat/sessions/${this.#kept.id}/stream`, token: this.#kept.token };
  }

  /** @param {object} context a whole context or the changed part */
  remember(context) {
    const next = { ...this.#kept.context };
    for (const key of Object.keys(EMPTY_CONTEXT)) if (key in context) next[key] = context[key];
    this.#keep({ ...this.#kept, context: next });
  }

  /**
   * Sends one message; opens a conversation first where there is none, or where it was lost.
   * @param {{text: string}|{payload: string}} body
   * @returns {Promise<{messages: object[], context: object, restarted: boolean}>}
   * @throws {Failure}
   */
  async say(body) {
    if (!this.open) await this.#start();
    try {
      return { ...(await this.#post(body)), restarted: false };
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== "lost") throw error;
    }
    const { park_id } = this.context;
    this.forget();
    this.remember({ park_id });
    await this.#start();
    return { ...(await this.#post(body)), restarted: true };
  }

  /**
   * All messages so far, oldest first.
   * @returns {Promise<object[]>}
   * @throws {Failure} `lost` when the server does not know the conversation any more
   */
  async transcript() {
    const answer = await this.#request("GET", this.#messages);
    if (answer?.context) this.remember(answer.context);
    return answer?.messages ?? answer?.items ?? [];
  }

  /**
   * Ends the conversation and has the server delete it.
   * @returns {Promise<boolean>} false when the server was out of reach; it deletes it later by itself
   */
  async end() {
    const key = this.leave();
    return !key || erase(key);
  }

  /**
   * Gives the conversation up without a word to the server.
   * @returns {Key|null} what it takes to have it deleted; null when there was none
   */
  leave() {
    const { id, token } = this.#kept;
    this.forget();
    return id ? { id, token } : null;
  }

  /** Drops what the page holds of the conversation, and gives up its requests under way. */
  forget() {
    this.#ended.abort();
    this.#ended = new AbortController();
    this.#keep({ context: EMPTY_CONTEXT });
  }

  get #messages() {
    return `/chat/sessions/${this.#kept.id}/messages`;
  }

  async #start() {
    const { park_id } = this.context;
    const body = { channel: this.#channel, ...(park_id && { park_id }) };
    const { session_id, token } = await this.#request("POST", "/chat/sessions", body);
    this.#keep({ ...this.#kept, id: session_id, token });
  }

  async #post(body) {
    const answer = await this.#request("POST", this.#messages, body);
    const turn = { messages: answer?.messages ?? [], context: answer?.context ?? {} };
    this.remember(turn.context);
    return turn;
  }

  #request(method, path, body) {
    const { token } = this.#kept;
    return request(method, path, { token, body, signal: this.#ended.signal });
  }

  #keep(kept) {
    this.#kept = kept;
    if (!this.#inTab) return;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Storage is switched off: the conversation lasts until the page is reloaded.
    }
  }
}

/**
 * Has the server delete a conversation.
 * @param {Key} key
 * @param {{keepalive?: boolean}} [options] `keepalive`: also when this page is just being left
 * @returns {Promise<boolean>} false when the server was out of reach
 */
export async function erase({ id, token }, options = {}) {
  try {
    await request("DELETE", `/chat/sessions/${id}`, { ...options, token });
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.kind === "lost";
  }
}

function read() {
  const fresh = { context: EMPTY_CONTEXT };
  try {
    return { ...fresh, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") };
  } catch {
    return fresh;
  }
}
