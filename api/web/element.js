/** Builds page elements. Text only ever becomes text: nothing here reads markup. */

/**
 * @param {string} tag
 * @param {Object<string, any>} [attributes] `class`, `onclick`-style listeners, `data-…`, `aria-…`
 *   and other attributes; `true` sets an empty attribute, null and false leave it out
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * A button that sends nothing by itself.
 * @param {string} title
 * @param {string} className
 * @param {(event: MouseEvent) => void} onclick
 */
export function button(title, className, onclick) {
  return element("button", { type: "button", class: className, onclick }, title);
}
