/** The open connection that brings what arrives later: a person's answer, a reminder. */

import { Failure, readEvents } from "./transport.js";

const LONGEST_PAUSE_S = 30;
const SETTLED_MS = 5_000;

/**
 * Connects, and connects again after pauses of 1, 2, 4 … 30 seconds.
 *
 * Handlers: `event(kind, data)`; `live()` on each connection; `down(seconds, attempt)` when the
 * next attempt is that far away; `lost()` when the server does not know the conversation.
 */
export class Stream {
  #handlers;
  #source = null;
  #stop = null;

  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** @param {{path: string, token: string}} source */
  start(source) {
    this.stop();
    this.#source = source;
    this.#stop = new AbortController();
    this.#run(source, this.#stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#stop = null;
  }

  /** Tries at once instead of waiting; nothing when it was never started. */
  hurry() {
    if (this.#source) this.start(this.#source);
  }

  /** Forgets the conversation it belonged to. */
  leave() {
    this.stop();
    this.#source = null;
  }

  async #run({ path, token }, signal) {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const since = performance.now();
      try {
        await readEvents(path, token, signal, { open: this.#handlers.live, event: this.#handlers.event });
        if (performance.now() - since > SETTLED_MS) attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Failure && error.kind === "lost") return this.#handlers.lost();
      }
      if (!signal.aborted) await this.#pause(attempt, signal);
    }
  }

  #pause(attempt, signal) {
    const seconds = Math.min(2 ** Math.max(attempt - 1, 0), LONGEST_PAUSE_S);
    this.#handlers.down(seconds, attempt);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}
