/** The question whether somebody is still there, with the seconds that are left. */

/** Seconds at which a reader's voice says how many are left; at every one it would never end. */
const SAID_AT = [10, 5];

export class StillThere {
  #dialog;
  #seconds;
  #said;
  #left = null;

  /**
   * @param {{dialog: HTMLDialogElement, seconds: HTMLElement, said: HTMLElement}} parts `dialog` with
   *   a button of the value `end`; any other touch says that somebody is there
   * @param {{here: () => void, end: () => void}} answers
   */
  constructor({ dialog, seconds, said }, { here, end }) {
    this.#dialog = dialog;
    this.#seconds = seconds;
    this.#said = said;
    dialog.addEventListener("click", ({ target }) => (target.value === "end" ? end() : here()));
    // Escape closes it without a click. Answered before it closes: "close" comes at some time after.
    dialog.addEventListener("cancel", here);
  }

  /** @param {number} left seconds */
  ask(left) {
    if (left === this.#left) return;
    this.#left = left;
    this.#seconds.textContent = String(left);
    if (SAID_AT.includes(left)) this.#said.textContent = `还有 ${left} 秒`;
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  hide() {
    this.#left = null;
    this.#said.textContent = "";
    this.#dialog.close();
  }
}
