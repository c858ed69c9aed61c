/** The conversation and what stands around it, on the applicant's own screen and on the hall's kiosk. */

import { Banners } from "./banners.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { Parks, parkChoice } from "./parks.js";
import { PERSON } from "./records.js";
import { Transcript } from "./transcript.js";

const WITH_A_PERSON = "已转人工。工作人员会在这里回复您，请不要关闭页面。";
const BACK = { title: "回到智能导办", payload: "/back_to_guide" };

export class Talk {
  #session;
  #withPerson;
  #banners;
  #transcript;
  #composer;
  #parks;
  #conversation;
  #connection;

  /**
   * @param {import("./session.js").Session} session
   * @param {(id: string) => HTMLElement} part of the page
   * @param {{hand?: import("./sharing.js").Hand, withPerson?: string}} [dress] how pages reach the
   *   applicant, and what is said while a person has the conversation
   */
  constructor(session, part, { hand, withPerson = WITH_A_PERSON } = {}) {
    this.#session = session;
    this.#withPerson = withPerson;
    this.choose = this.choose.bind(this);
    this.#banners = new Banners(part("banners"));
    this.#transcript = new Transcript(
      { log: part("log"), list: part("messages"), latest: part("latest"), progress: part("progress") },
      this.choose,
      hand,
    );
    this.#composer = new Composer(part("composer"), (text) => this.#conversation.say({ title: text }));
    this.#parks = new Parks(part("parks"), (park) => this.#choosePark(park));
    this.#conversation = new Conversation(session, this.#transcript, (state) => this.#refresh(state));
    this.#connection = new Connection(session, this.#conversation, this.#banners);
    part("person").addEventListener("click", () => this.#conversation.say(PERSON));
  }

  /** Shows the conversation as it stands, or the welcome. */
  begin() {
    this.#refresh({ busy: false });
    this.#conversation.begin();
  }

  /** Ends this conversation and begins another. */
  restart() {
    this.#conversation.restart();
    this.#composer.focus();
  }

  /**
   * Empties the screen for whoever comes next.
   * @param {string|null} park_id of the park the next conversation is in
   * @returns {import("./session.js").Key|null} what it takes to delete the conversation that was left
   */
  leave(park_id) {
    const key = this.#session.leave();
    this.#composer.clear();
    this.#conversation.beginAnew(park_id);
    return key;
  }

  /** Says a choice. A mouse goes on to the keyboard's field; fingers and keys stay with the talk. */
  choose(choice, event) {
    if (!this.#conversation.say(choice)) return;
    const byMouse = event.detail > 0 && matchMedia("(pointer: fine)").matches;
    if (byMouse) this.#composer.focus();
    else this.focus();
  }

  /** Puts the keyboard on the newest entry. */
  focus() {
    this.#transcript.focusNewest();
  }

  #choosePark(park) {
    if (this.#session.open) {
      this.#conversation.say(parkChoice(park));
    } else {
      this.#session.remember({ park_id: park.park_id });
      this.#refresh({ busy: false });
    }
  }

  /** Brings what stands around in line with the conversation. */
  #refresh({ busy, words }) {
    const { park_id, handoff } = this.#session.context;
    document.body.classList.toggle("busy", busy);
    this.#composer.setBusy(busy);
    if (words) this.#composer.restore(words);
    this.#parks.show(park_id);
    this.#sayWhoAnswers(handoff);
    this.#connection.refresh();
  }

  #sayWhoAnswers(handoff) {
    const back = { title: BACK.title, run: () => this.#conversation.say(BACK) };
    if (handoff) this.#banners.show("handoff", this.#withPerson, back);
    else this.#banners.hide("handoff");
  }
}
