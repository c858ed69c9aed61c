/** A page of this server to open, print, and pass on. */

import { button, element } from "./element.js";

const PASSED_ON = "链接已复制，可以粘贴发给别人。";
const BY_HAND = "请长按或选中复制：";

/**
 * Links to a page that can be printed and sent; nothing for an address of another server.
 * @param {string|null|undefined} address a path of this server
 * @param {string} title what the page is, for whoever gets the link
 * @returns {HTMLElement|null}
 */
export function pageLinks(address, title) {
  if (typeof address !== "string" || !/^\/(?!\/)/.test(address)) return null;
  const told = element("span", { class: "told", role: "status" });
  return element(
    "p",
    { class: "page-links" },
    element("a", { href: address, target: "_blank", rel: "noopener" }, "打开打印"),
    button("发给别人", "link", () => passOn(new URL(address, location.origin).href, title, told)),
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
