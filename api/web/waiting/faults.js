/** What is wrong with a form, said at each field by the name the interface knows it by. */

import { element } from "/web/element.js";

/** @param {HTMLFormElement} form */
export function clearFaults(form) {
  form.querySelectorAll(".fault").forEach((fault) => fault.remove());
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

/**
 * Marks the fields that are wrong and goes to the first of them.
 * @param {HTMLFormElement} form
 * @param {{field: string, message: string}[]} errors
 * @returns {string[]} what could be said at no field
 */
export function showFaults(form, errors) {
  const unplaced = errors.filter(({ field, message }) => !mark(form.elements.namedItem(field), message));
  form.querySelector("[aria-invalid]")?.focus();
  return unplaced.map(({ message }) => message);
}

function mark(field, message) {
  if (!field) return false;
  const id = `fault-${field.name.replace(".", "-")}`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  // Inside the label it would be read as a part of the name, too: it is the description alone.
  field.closest("label").append(element("span", { class: "fault", id, "aria-hidden": "true" }, message));
  return true;
}
