/** A page of this server: how it reaches the applicant, to open, print, and pass on. */

import { button, element } from "./element.js";

const PASSED_ON = "链接已复制，可以粘贴发给别人。";
const BY_HAND = "请长按或选中复制：";

/**
 * @typedef {{address: string|null|undefined, name: string, use: string}} OwnPage a path of this server,
 *   what the page is, and what can be done there
 * @typedef {(page: OwnPage, link: (page: OwnPage) => HTMLElement) => HTMLElement|null} Hand gives the
 *   applicant a page, by the link or in another way; nothing for an address of another server
 */

/** On a screen of one's own a page is opened. @type {Hand} */
export function opened(page, link) {
  return isOwnPath(page.address) ? link(page) : null;
}

/** @param {string|null|undefined} address */
export function isOwnPath(address) {
  return typeof address === "string" && /^\/(?!\/)/.test(address);
}

/** Links to a page that can be printed and sent. @param {OwnPage} page */
export function pageLinks({ address, name }) {
  const told = element("span", { class: "told", role: "status" });
  return element(
    "p",
    { class: "page-links" },
    element("a", { href: address, target: "_blank", rel: "noopener" }, "打开打印"),
    button("发给别人", "link", () => passOn(new URL(address, location.origin).href, name, told)),
    told,
  );
}

async function passOn(url, title, told) {
  try {
    if (navigator.share) return await navigator.share({ title, url });
    await navigator.clipboard.writeText(url);
    told.textContent = PASSED_ON;
  } catch (error) {
    if (error?.name !== "AbortError") told.textContent = `${BY_HAND}${url}`;
  }
  return undefined;
}
