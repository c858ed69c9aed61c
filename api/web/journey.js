/** The card of a plan: what to do in which order, and what can be done at the same time. */

import { choiceRow } from "./choices.js";
import { button, element } from "./element.js";
import { statusBadge } from "./badges.js";

/**
 * @param {object} card name, stages, notice, picture and print (addresses of this server), buttons
 * @param {(choice: object, event: MouseEvent) => void} choose
 */
export function journeyCard(card, choose) {
  const title = card.name ?? "办事计划";
  return element(
    "section",
    { class: "card journey", "aria-label": `${title}：办事计划` },
    element("header", { class: "card-head" }, element("h3", {}, title), printLink(card.print)),
    picture(card.picture, title),
    element(
      "details",
      { class: "more details" },
      element("summary", {}, "每一步的说明"),
      element("ol", { class: "stages" }, ...(card.stages ?? []).map((stage, at) => stageOf(stage, at, choose))),
    ),
    card.notice ? element("p", { class: "card-notice" }, card.notice) : null,
    choiceRow(card.buttons, choose, "choices card-choices"),
  );
}

function stageOf(steps, at, choose) {
  const together = steps.length > 1 ? "，可以同时办" : "";
  return element(
    "li",
    { class: "stage" },
    element("p", { class: "stage-title" }, `第 ${at + 1} 步${together}`),
    element("ul", {}, ...steps.map((step) => stepOf(step, choose))),
  );
}

function stepOf(step, choose) {
  const payload = `/choose_matter${JSON.stringify({ matter_id: step.matter_id })}`;
  return element(
    "li",
    { class: "step" },
    button(step.name, "step-name", (event) => choose({ title: step.name, payload }, event)),
    " ",
    statusBadge(step.status),
    ...[step.when, step.note, step.regional]
      .filter(Boolean)
      .map((words) => element("p", { class: "step-note" }, words)),
  );
}

/** Only pictures of this server: an address with a host of its own is left out. */
function picture(address, title) {
  if (!ownPath(address)) return null;
  return element("div", { class: "picture", tabindex: 0, role: "group", "aria-label": `${title}：图可以左右滑动` }, element("img", { src: address, alt: `${title}：先后顺序图` }));
}

function printLink(address) {
  if (!ownPath(address)) return null;
  return element("a", { class: "place", href: address, target: "_blank", rel: "noopener" }, "打印");
}

function ownPath(address) {
  return typeof address === "string" && /^\/(?!\/)/.test(address);
}
