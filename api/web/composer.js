/** Where the applicant writes. */

const LIMIT = 2000;
const WARN_FROM = 1800;

export class Composer {
  #words;
  #count;
  #send;
  #busy = false;
  #say;

  /**
   * @param {HTMLFormElement} form with `#words`, `#count` and `#send`
   * @param {(text: string) => boolean} say false when it can't be taken now; the words stay then
   */
  constructor(form, say) {
    this.#words = form.querySelector("#words");
    this.#count = form.querySelector("#count");
    this.#send = form.querySelector("#send");
    this.#say = say;
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#words.addEventListener("input", () => this.#refresh());
    this.#words.addEventListener("keydown", (event) => this.#onKey(event));
    this.#refresh();
  }

  focus() {
    this.#words.focus({ preventScroll: true });
  }

  /** Gives words back for changing; what was written meanwhile stays after them. */
  restore(text) {
    this.#words.value = [text, this.#words.value].filter(Boolean).join("\n");
    this.#refresh();
    this.focus();
  }

  /** Forgets what was written. */
  clear() {
    this.#words.value = "";
    this.#refresh();
  }

  /** While an answer is awaited nothing more is sent; writing goes on. */
  setBusy(busy) {
    this.#busy = busy;
    this.#refresh();
  }

  #submit(event) {
    event.preventDefault();
    if (this.#send.disabled) return;
    if (this.#say(this.#words.value.trim())) this.clear();
  }

  /** Enter sends; not while an input method is still composing (229: older browsers' sign of it). */
  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  }

  #refresh() {
    const length = [...this.#words.value.trim()].length;
    const over = length - LIMIT;
    this.#send.disabled = this.#busy || !length || over > 0;
    this.#words.setAttribute("aria-invalid", String(over > 0));
    this.#count.textContent = length < WARN_FROM ? "" : counted(length, over);
    this.#words.style.height = "auto";
    this.#words.style.height = `${this.#words.scrollHeight}px`;
  }
}

function counted(length, over) {
  return over > 0 ? `超出 ${over} 字，请分开发送` : `${length} / ${LIMIT}`;
}
