/** What happens when someone says something: sending, answers, failures, later arrivals. */

import { clearFailure, markFailed } from "./message.js";
import { readRecords } from "./records.js";
import { Failure } from "./transport.js";
import { AGAIN, EXAMPLES, WELCOME } from "./welcome.js";

export const RESTARTED = "对话已重新开始";
const KEPT_LONGER = "暂时连不上服务器，原来的对话记录将在到期后自动删除";

export class Conversation {
  #session;
  #transcript;
  #changed;
  #busy = false;
  #missed = false;
  /** Own messages the server is known to have. */
  #delivered = 0;
  /** How often each text of the other side is on the screen. */
  #shown = new Map();

  /**
   * @param {import("./session.js").Session} session
   * @param {import("./transcript.js").Transcript} transcript
   * @param {(state: {busy: boolean}) => void} changed called when the context or `busy` changed
   */
  constructor(session, transcript, changed) {
    this.#session = session;
    this.#transcript = transcript;
    this.#changed = changed;
  }

  /** Shows the conversation of this tab as it stands on the server, or the welcome. */
  async begin() {
    if (!this.#session.open) return this.#welcome(EXAMPLES);
    this.#welcome([]);
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
    this.#session.remember({ park_id });
    this.#reset();
    this.#transcript.clear();
    this.#welcome(EXAMPLES);
    this.#setBusy(false);
    if (!(await ending)) this.#transcript.addNote(KEPT_LONGER);
  }

  /** Adds what the server has and the screen has not. Waits for a message that is on its way. */
  async catchUp() {
    if (this.#busy) {
      this.#missed = true;
      return;
    }
    await this.#guard(async () => this.#addUnseen(await this.#records()));
  }

  /** A message that arrived by the stream; the stored transcript says whether it is new. */
  async arrived(message) {
    await this.catchUp();
    if (!this.#busy && !this.#shown.has(keyOf(message))) this.#addAnswers([message]);
  }

  /** A change of the context that came without a message. */
  learned(context) {
    this.#session.remember(context);
    this.#transcript.keepCurrentBooking(this.#session.context.booking_code);
    this.#changed({ busy: this.#busy });
  }

  async #deliver(body, item, again = false) {
    clearFailure(item);
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
    this.#delivered += 1;
    this.#transcript.waiting(false);
    this.#addAnswers(messages);
  }

  /** Whether a message thought lost did reach the server; its answers are shown then. */
  async #hadArrived() {
    if (!this.#session.open) return false;
    const records = await this.#records();
    if (records.filter(({ mine }) => mine).length <= this.#delivered) return false;
    this.#transcript.waiting(false);
    this.#addUnseen(records);
    return true;
  }

  #fail(error, body, item) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "cancelled") return;
    const edit = () => (item.remove(), this.#changed({ busy: this.#busy, words: body.text }));
    const retry = () => this.#busy || this.#deliver(body, item, true);
    const editable = error.kind === "refused" && body.text;
    markFailed(item, error.message, editable ? { title: "修改", run: edit } : { title: "重试", run: retry });
  }

  #settle() {
    this.#transcript.waiting(false);
    this.#setBusy(false);
    if (!this.#missed) return;
    this.#missed = false;
    this.catchUp();
  }

  async #records() {
    return readRecords(await this.#session.transcript());
  }

  #addUnseen(records) {
    const first = this.#delivered === 0 && this.#shown.size === 0;
    const counts = new Map();
    const isNew = ({ message }) => {
      const key = keyOf(message);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key) > (this.#shown.get(key) ?? 0);
    };
    const unseen = records.filter((record) => (record.mine ? first : isNew(record)));
    for (const run of runs(unseen)) {
      if (run[0].mine) for (const { text, at } of run) this.#transcript.addSaid(text, at);
      else this.#addAnswers(run.map(({ message }) => message), run[0].at);
    }
    this.#delivered = records.filter(({ mine }) => mine).length;
    this.#changed({ busy: this.#busy });
  }

  #addAnswers(messages, at) {
    for (const message of messages) {
      const key = keyOf(message);
      this.#shown.set(key, (this.#shown.get(key) ?? 0) + 1);
    }
    this.#transcript.addAnswers(messages, at);
    this.#transcript.keepCurrentBooking(this.#session.context.booking_code);
  }

  /** Runs a background request; a lost conversation begins anew, other failures show elsewhere. */
  async #guard(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind !== "lost") return;
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

  #reset() {
    this.#delivered = 0;
    this.#shown.clear();
    this.#missed = false;
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

function keyOf({ text, card }) {
  return `${card?.type ?? ""} ${text ?? ""}`;
}
