/** Lines above the conversation that say what state it is in. */

import { button, element } from "./element.js";

export class Banners {
  #host;
  #shown = new Map();

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
    host.setAttribute("role", "status");
  }

  /**
   * Shows or replaces the banner of that name.
   * @param {string} name also its class
   * @param {string} text
   * @param {{title: string, run: () => void}} [action]
   */
  show(name, text, action) {
    const banner = element("div", { class: `banner ${name}-banner` }, element("p", {}, text));
    if (action) banner.append(button(action.title, "banner-action", action.run));
    this.#shown.get(name)?.remove();
    this.#shown.set(name, banner);
    this.#host.append(banner);
  }

  hide(name) {
    this.#shown.get(name)?.remove();
    this.#shown.delete(name);
  }
}
