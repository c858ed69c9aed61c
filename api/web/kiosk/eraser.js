/** Has the server delete the conversations that people have left, however long it is out of reach. */

import { erase } from "/web/session.js";

const AGAIN_MS = 5_000;

/** @typedef {import("/web/session.js").Key} Key */

export class Eraser {
  /** Only in memory: whoever finds the machine finds nothing of the conversations on it. */
  #left = /** @type {Set<Key>} */ (new Set());
  #busy = false;
  #changed;

  /** @param {(left: number) => void} changed is told how many are still to be deleted */
  constructor(changed) {
    this.#changed = changed;
    setInterval(() => this.#work(), AGAIN_MS);
  }

  /** @param {Key|null} key of a conversation that is over */
  take(key) {
    if (key) this.#left.add(key);
    this.#work();
  }

  /** The page is being left: what goes out now arrives without it. @param {Key|null} key */
  takeLast(key) {
    if (key) this.#left.add(key);
    for (const each of this.#left) erase(each, { keepalive: true });
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    for (const key of this.#left) {
      if (!(await erase(key))) break;
      this.#left.delete(key);
    }
    this.#busy = false;
    this.#changed(this.#left.size);
  }
}
