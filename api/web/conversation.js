/** What happens when someone says something: sending, answers, failures, later arrivals. */

import { Ledger } from "./ledger.js";
import { clearFailure, markFailed } from "./message.js";
import { readRecords } from "./records.js";
import { Failure } from "./transport.js";
import { AGAIN, EXAMPLES, WELCOME } from "./welcome.js";

const RESTARTED = "对话已重新开始";
const KEPT_LONGER = "暂时连不上服务器，原来的对话记录将在到期后自动删除";

export class Conversation {
  #session;
  #transcript;
  #changed;
  #ledger = new Ledger();
  #busy = false;
  /** Whether something may have arrived that could not be read while busy. */
  #missed = false;
  /** Whether the screen still lacks what was said before the page was opened. */
  #unread = false;
  /** The latest own message that seems not to have arrived. */
  #failed = null;
  /** Readings of the transcript follow each other. */
  #reading = Promise.resolve();

  /**
   * @param {import("./session.js").Session} session
   * @param {import("./transcript.js").Transcript} transcript
   * @param {(state: {busy: boolean, words?: string}) => void} changed called when the context or
   *   `busy` changed; `words` are to be written anew
   */
  constructor(session, transcript, changed) {
    this.#session = session;
    this.#transcript = transcript;
    this.#changed = changed;
  }

  /** Shows the conversation of this tab as it stands on the server, or the welcome. */
  async begin() {
    this.#unread = this.#session.open;
    this.#welcome(this.#unread ? [] : EXAMPLES);
    await this.catchUp();
    this.#transcript.toEnd(true);
  }

  /**
   * @param {{title: string, payload?: string, text?: string}} choice words, or a button's payload
   * @returns {boolean} false when another message is still on its way
   */
  say({ title, payload, text }) {
    if (this.#busy) return false;
    const item = this.#transcript.addSaid(title);
    this.#deliver(payload ? { payload } : { text: text ?? title }, item);
    return true;
  }

  /** Ends this conversation and begins another. */
  async restart() {
    const { park_id } = this.#session.context;
    const ending = this.#session.end();
    this.beginAnew(park_id);
    if (!(await ending)) this.#transcript.addNote(KEPT_LONGER);
  }

  /** Empties the screen for another conversation. @param {string|null} park_id of the park it is in */
  beginAnew(park_id) {
    this.#session.remember({ park_id });
    this.#blank(EXAMPLES);
    this.#setBusy(false);
  }

  /** Adds what the server has and the screen has not. Waits for a message that is on its way. */
  catchUp() {
    this.#reading = this.#reading.then(() => this.#guard(() => this.#read()));
    return this.#reading;
  }

  /** A message that arrived by the stream; the stored transcript says whether it is new. */
  async arrived(message) {
    await this.catchUp();
    if (!this.#busy && !this.#ledger.has(message)) this.#addAnswers([message]);
  }

  /** A change of the context that came without a message. */
  learned(context) {
    this.#session.remember(context);
    this.#transcript.keepCurrentBooking(this.#session.context.booking_code);
    this.#changed({ busy: this.#busy });
  }

  async #deliver(body, item, again = false) {
    clearFailure(item);
    this.#failed = null;
    this.#setBusy(true);
    this.#transcript.waiting(true);
    try {
      if (!again || !(await this.#hadArrived())) await this.#exchange(body);
    } catch (error) {
      this.#fail(error, body, item);
    }
    this.#settle();
  }

  async #exchange(body) {
    const { messages, restarted } = await this.#session.say(body);
    if (restarted) {
      this.#reset();
      this.#transcript.addNote(RESTARTED);
    }
    this.#ledger.delivered();
    this.#transcript.waiting(false);
    this.#addAnswers(messages);
  }

  /** Whether a message thought lost did reach the server; its answers are shown then. */
  async #hadArrived() {
    if (!this.#session.open) return false;
    const records = await this.#records();
    if (!this.#ledger.hasMore(records)) return false;
    this.#transcript.waiting(false);
    this.#addUnseen(records);
    return true;
  }

  #fail(error, body, item) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "cancelled") return;
    this.#failed = item;
    const edit = () => (item.remove(), this.#changed({ busy: this.#busy, words: body.text }));
    const retry = () => this.#busy || this.#deliver(body, item, true);
    const editable = error.kind === "refused" && body.text;
    const remedy = editable ? { title: "修改", run: edit } : { title: "重试", run: retry };
    markFailed(item, error.message, remedy);
  }

  #settle() {
    this.#transcript.waiting(false);
    this.#setBusy(false);
    if (!this.#missed) return;
    this.#missed = false;
    this.catchUp();
  }

  async #read() {
    if (!this.#session.open) return;
    const records = this.#busy ? null : await this.#records();
    if (this.#busy) this.#missed = true;
    else this.#addUnseen(records);
  }

  async #records() {
    return readRecords(await this.#session.transcript());
  }

  #addUnseen(records) {
    const whole = this.#unread;
    if (whole) this.#blank([]);
    for (const run of runs(whole ? records : this.#ledger.unseen(records))) {
      if (run[0].mine) for (const { text, at } of run) this.#transcript.addSaid(text, at);
      else this.#addAnswers(run.map(({ message }) => message), run[0].at);
    }
    if (this.#failed && this.#ledger.hasMore(records)) clearFailure(this.#failed);
    this.#ledger.settle(records);
    this.#changed({ busy: this.#busy });
  }

  #addAnswers(messages, at) {
    this.#ledger.shown(messages);
    this.#transcript.addAnswers(messages, at);
    this.#transcript.keepCurrentBooking(this.#session.context.booking_code);
  }

  /** Runs a background request; a lost conversation begins anew, other failures show elsewhere. */
  async #guard(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind !== "lost" || this.#busy) return;
      this.#session.forget();
      this.#reset();
      this.#transcript.addNote(RESTARTED);
      this.#transcript.addAnswers([{ text: AGAIN, buttons: EXAMPLES }]);
      this.#changed({ busy: this.#busy });
    }
  }

  #welcome(examples) {
    this.#transcript.addAnswers([{ text: WELCOME, buttons: examples }]);
  }

  #blank(examples) {
    this.#reset();
    this.#transcript.clear();
    this.#welcome(examples);
  }

  #reset() {
    this.#ledger.clear();
    this.#missed = false;
    this.#unread = false;
    this.#failed = null;
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.#changed({ busy });
  }
}

/** Splits records where the speaker's side changes. */
function runs(records) {
  const found = [];
  for (const record of records) {
    if (found.at(-1)?.[0].mine === record.mine) found.at(-1).push(record);
    else found.push([record]);
  }
  return found;
}
