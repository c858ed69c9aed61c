/** Notices that nobody touches the screen any more: first asks, then takes it that the person is gone. */

const QUIET_MS = 60_000;
const COUNT_MS = 20_000;
const LOOK_MS = 250;

export class Idle {
  #on;
  #timer = null;
  #touched = 0;

  /**
   * @param {{counting: (seconds: number) => void, over: () => void}} on `counting` while somebody is
   *   asked for, with the seconds that are left; `over` once, when nobody has answered
   */
  constructor(on) {
    this.#on = on;
  }

  /** Somebody is here. */
  start() {
    this.stop();
    this.touch();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Nobody is expected to be here. */
  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Somebody still is. */
  touch() {
    this.#touched = performance.now();
  }

  /** Goes by the clock and not by the number of looks: a machine that was asleep wipes at once. */
  #look() {
    const left = this.#touched + QUIET_MS + COUNT_MS - performance.now();
    if (left <= 0) {
      this.stop();
      this.#on.over();
    } else if (left <= COUNT_MS) {
      this.#on.counting(Math.ceil(left / 1000));
    }
  }
}
