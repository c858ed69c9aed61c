/** On a kiosk nothing is opened, printed or downloaded: what is to be taken home is scanned. */

import { element } from "/web/element.js";
import { isOwnPath } from "/web/sharing.js";

const NO_CODE = "二维码暂时出不来。请记下屏幕上的内容，或到窗口要一份。";

/**
 * A page as a QR code.
 * @type {import("/web/sharing.js").Hand}
 */
export function scanned({ address, name, use }) {
  if (!isOwnPath(address)) return null;
  const source = `/api/v1/page-codes?${new URLSearchParams({ page: address })}`;
  const place = element("div", { class: "takeaway" });
  const lost = () => place.replaceChildren(element("p", {}, NO_CODE));
  place.append(
    element("img", { class: "qr", src: source, alt: `${name ?? "这一页"}的二维码，请用手机扫`, onerror: lost }),
    element("p", {}, element("b", {}, "手机扫码带走"), element("span", {}, use)),
  );
  return place;
}
