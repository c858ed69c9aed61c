/** The halls there are, for a page that stands in one of them. */

import { element } from "/web/element.js";
import { request } from "/web/transport.js";

const HALL = /^[a-z0-9-]{1,64}$/;

/** @returns {string} the id of the hall that the page's address names; empty without a usable one */
export function namedHall() {
  const named = new URLSearchParams(location.search).get("hall") ?? "";
  return HALL.test(named) ? named : "";
}

/**
 * All halls with their parks.
 * @returns {Promise<{hall_id: string, park_id: string, name: string}[]>}
 * @throws {import("/web/transport.js").Failure}
 */
export async function allHalls() {
  return (await request("GET", "/halls")).items;
}

/**
 * Offers the halls to choose from.
 * @param {HTMLElement} host
 * @param {string} page its path; the hall goes into its address
 * @param {string} words before the halls
 * @param {{hall_id: string, name: string}[]} halls
 */
export function offerHalls(host, page, words, halls) {
  const links = halls.map((one) => element("li", {}, element("a", { href: `${page}?hall=${one.hall_id}` }, one.name)));
  host.replaceChildren(element("p", {}, words), element("ul", {}, ...links));
  host.hidden = false;
}
