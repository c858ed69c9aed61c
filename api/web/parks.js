/** Which park the conversation is about. */

import { button } from "./element.js";

/** Park ids are fixed by the interface's contract. */
const PARKS = [
  { park_id: "gaoxin", title: "高新区", full: "郴州高新区" },
  { park_id: "jingkai", title: "经开区", full: "郴州经开区" },
];

/** @typedef {{park_id: string, title: string, full: string}} Park */

export class Parks {
  #buttons = new Map();

  /** @param {HTMLElement} host @param {(park: Park) => void} choose */
  constructor(host, choose) {
    for (const park of PARKS) {
      const choice = button(park.title, "park", () => choose(park));
      choice.setAttribute("aria-label", park.full);
      this.#buttons.set(park.park_id, choice);
      host.append(choice);
    }
    this.show(null);
  }

  /** @param {string|null} parkId null: not chosen yet */
  show(parkId) {
    for (const [id, choice] of this.#buttons) choice.setAttribute("aria-pressed", String(id === parkId));
  }
}

/** The words that stand for choosing a park. @param {Park} park */
export function parkChoice({ park_id, full }) {
  return { title: `我在${full}办事`, payload: `/choose_park${JSON.stringify({ park_id })}` };
}

/** Those words for every park. */
export const PARK_CHOICES = PARKS.map(parkChoice);
