/** Keeps the stream open while it is of use, and says when the connection is gone. */

import { Stream } from "./stream.js";

const OFFLINE = "网络已断开，恢复后会自动重新连接。已写的内容不会丢。";

export class Connection {
  #session;
  #conversation;
  #banners;
  #stream;
  #of = null;

  /**
   * @param {import("./session.js").Session} session
   * @param {import("./conversation.js").Conversation} conversation
   * @param {import("./banners.js").Banners} banners
   */
  constructor(session, conversation, banners) {
    this.#session = session;
    this.#conversation = conversation;
    this.#banners = banners;
    this.#stream = new Stream({
      live: () => this.#live(),
      down: (seconds, attempt) => this.#down(seconds, attempt),
      lost: () => this.#lost(),
      event: (kind, data) => this.#event(kind, data),
    });
    addEventListener("offline", () => this.#banners.show("connection", OFFLINE));
    addEventListener("online", () => this.#retry());
    document.addEventListener("visibilitychange", () => this.refresh());
    if (!navigator.onLine) banners.show("connection", OFFLINE);
  }

  /**
   * Opens or closes the stream to fit. A hidden page closes it unless a person's answer is awaited:
   * browsers allow few connections to one server, and several tabs would use them up.
   */
  refresh() {
    const { path, token } = this.#session.stream;
    const wanted = this.#session.open && (!document.hidden || this.#session.context.handoff);
    const source = wanted ? token : null;
    if (source === this.#of) return;
    this.#of = source;
    if (wanted) this.#stream.start({ path, token });
    else if (this.#session.open) this.#stream.stop();
    else this.#stream.leave();
  }

  /** What came while nobody listened is in the transcript. */
  #live() {
    this.#banners.hide("connection");
    this.#conversation.catchUp();
  }

  /** The first break is mended without a word: servers restart, phones change networks. */
  #down(seconds, attempt) {
    if (attempt < 2 || !navigator.onLine) return;
    const text = `连接中断，${seconds} 秒后自动重试。`;
    this.#banners.show("connection", text, { title: "立即重试", run: () => this.#retry() });
  }

  #retry() {
    this.#banners.hide("connection");
    this.#stream.hurry();
  }

  /** Either the conversation is gone or only the stream is not offered; the transcript tells. */
  #lost() {
    this.#stream.leave();
    this.#conversation.catchUp();
  }

  #event(kind, data) {
    if (kind === "message") this.#conversation.arrived(data);
    if (kind === "context") this.#conversation.learned(data);
  }
}
