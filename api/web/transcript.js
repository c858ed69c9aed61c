/** The conversation on the screen: adds to it, scrolls it, and lets the keyboard walk through it. */

import { keepCurrentBooking } from "./booking.js";
import { separator } from "./clock.js";
import { answered, note, said, timeLine, typing } from "./message.js";

const NEAR_END_PX = 80;
const SLOW_MS = 5_000;

export class Transcript {
  #log;
  #list;
  #latest;
  #progress;
  #choose;
  #hand;
  #typing = null;
  #slow = null;
  #lastAt = null;
  #pinned = true;

  /**
   * @param {{log: HTMLElement, list: HTMLElement, latest: HTMLElement, progress: HTMLElement}} parts
   * @param {(choice: object, event: MouseEvent) => void} choose
   * @param {import("./sharing.js").Hand} [hand] how pages reach the applicant
   */
  constructor({ log, list, latest, progress }, choose, hand) {
    this.#log = log;
    this.#list = list;
    this.#latest = latest;
    this.#progress = progress;
    this.#choose = choose;
    this.#hand = hand;
    log.addEventListener("keydown", (event) => this.#walk(event));
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#pinned && this.toEnd(true)).observe(log);
    latest.addEventListener("click", () => this.#scrollTo(log.scrollHeight));
  }

  /** @param {string} text @returns {HTMLElement} its entry */
  addSaid(text, at = new Date()) {
    this.dropChoices();
    this.#separate(at);
    const item = said(text);
    this.#list.append(item);
    this.toEnd();
    return item;
  }

  /** Adds answers; the screen stays put for a reader who has scrolled back. */
  addAnswers(messages, at = new Date()) {
    if (!messages.length) return;
    const follow = this.#atEnd();
    this.dropChoices();
    this.#separate(at);
    const items = messages.map((message) => answered(message, this.#choose, this.#hand));
    this.#list.append(...items);
    if (follow) this.#reveal(items[0]);
    else this.#latest.hidden = false;
  }

  /** @param {string} text */
  addNote(text) {
    this.#list.append(note(text));
    this.toEnd();
  }

  /** Shows that an answer is being prepared, or no longer. */
  waiting(on) {
    clearTimeout(this.#slow);
    this.#typing?.remove();
    this.#typing = null;
    this.#progress.textContent = on ? "正在为您查找" : "";
    if (!on) return;
    this.#typing = typing();
    this.#list.append(this.#typing);
    this.#slow = setTimeout(() => this.#stillWaiting(), SLOW_MS);
    this.toEnd();
  }

  /** Takes away quick replies that no longer fit; those of cards stay. */
  dropChoices() {
    for (const row of this.#list.querySelectorAll(".content > .choices")) row.remove();
  }

  /** @param {string|null} code the conversation's booking */
  keepCurrentBooking(code) {
    keepCurrentBooking(this.#list, code);
  }

  /** Puts the keyboard on the newest entry, so that Tab goes on to its answer. */
  focusNewest() {
    [...this.#list.querySelectorAll(".message:not(.typing)")].at(-1)?.focus({ preventScroll: true });
  }

  clear() {
    this.waiting(false);
    this.#list.replaceChildren();
    this.#lastAt = null;
    this.#hideLatest();
  }

  /** Scrolls to the newest entry, without motion when `still`. */
  toEnd(still = false) {
    this.#scrollTo(this.#log.scrollHeight, still);
    this.#hideLatest();
  }

  #separate(at) {
    const line = separator(at, this.#lastAt);
    this.#lastAt = at;
    if (line) this.#list.append(timeLine(line));
  }

  #stillWaiting() {
    this.#progress.textContent = "还在查找，请再等一下";
    this.#typing?.querySelector(".bubble").append("还在查找，请再等一下");
    this.toEnd();
  }

  /** A long answer is shown from its beginning, a short one whole. */
  #reveal(first) {
    const top = first.offsetTop - this.#log.offsetTop - 12;
    this.#scrollTo(Math.min(top, this.#log.scrollHeight - this.#log.clientHeight));
    this.#hideLatest();
  }

  #scrollTo(top, still = false) {
    this.#log.scrollTo({ top, behavior: still ? "instant" : "auto" });
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** A reader at the end stays there when a keyboard or a banner takes away room. */
  #scrolled() {
    this.#pinned = this.#atEnd();
    if (this.#pinned) this.#hideLatest();
  }

  #hideLatest() {
    this.#latest.hidden = true;
  }

  #walk(event) {
    const here = event.target;
    if (here !== this.#log && !here.classList.contains("message")) return;
    const items = [...this.#list.querySelectorAll(".message:not(.typing)")];
    const next = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = items.indexOf(here);
    let target = null;
    if (event.key === "Home") target = items[0];
    else if (event.key === "End") target = items.at(-1);
    else if (next) target = at < 0 ? items.at(-1) : items[at + next];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
}
