/** Does what may fail, one thing at a time, and says in words how it went. */

import { Failure } from "/web/transport.js";

export class Attempts {
  #said;
  #busy = false;

  /** @param {HTMLElement} said where the words go */
  constructor(said) {
    this.#said = said;
  }

  /** @param {string} words */
  tell(words) {
    this.#said.textContent = words;
  }

  /**
   * What is asked for while something else goes on is let go: a second tap does nothing twice.
   * @param {() => Promise<string|void>} work says how it went, if there is anything to say
   * @param {(failure: Failure) => (Promise<void>|void)} [refused] what to do about a failure
   */
  async run(work, refused = () => {}) {
    if (this.#busy) return;
    this.#busy = true;
    this.tell("请稍候……");
    try {
      this.tell((await work()) ?? "");
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.tell(wordsOf(error));
      await refused(error);
      this.#said.scrollIntoView({ block: "nearest" });
    } finally {
      this.#busy = false;
    }
  }
}

/** @param {Failure} failure */
export function wordsOf(failure) {
  const again = failure.kind === "refused" ? "" : "，请稍后再试";
  return failure.problem?.detail ?? `${failure.message}${again}。`;
}
