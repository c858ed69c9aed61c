/** The card of a plan: what to do in which order, and what can be done at the same time. */

import { choiceRow } from "./choices.js";
import { button, element } from "./element.js";
import { isOwnPath, opened } from "./sharing.js";
import { statusBadge } from "./badges.js";

/** How sure it is that a step is to be done; a step that surely is needs no word. */
const CERTAINTY = { likely: "多半要办", open: "看情况" };

/**
 * @param {object} card name, stages, notice, picture and print (addresses of this server), buttons;
 *   told, open, progress and regional where the plan is one applicant's; first while a question
 *   is open, so that all but the question is folded away
 * @param {(choice: object, event: MouseEvent) => void} choose
 * @param {import("./sharing.js").Hand} [hand] how the page of the plan reaches the applicant
 */
export function journeyCard(card, choose, hand = opened) {
  const title = card.name ?? "办事计划";
  const page = { address: card.print, name: title, use: "在手机上看、打印、发给别人" };
  return element(
    "section",
    { class: card.first ? "card journey first" : "card journey", "aria-label": `${title}：办事计划` },
    element("header", { class: "card-head" }, element("h3", {}, title), hand(page, printLink)),
    progress(card.progress),
    listed("按您说的：", card.told),
    card.first ? null : picture(card.picture, title),
    element(
      "details",
      { class: "more details" },
      element("summary", {}, card.first ? `目前的计划：${card.stages?.length ?? 0} 步` : "每一步的说明"),
      element("ol", { class: "stages" }, ...(card.stages ?? []).map((stage, at) => stageOf(stage, at, choose))),
    ),
    card.regional && !card.first ? element("p", { class: "card-line" }, card.regional) : null,
    card.notice ? element("p", { class: "card-notice" }, card.notice) : null,
    choiceRow(card.buttons, choose, "choices card-choices"),
  );
}

/** How many steps are done; nothing before the first is. */
function progress(counted) {
  if (!counted?.done) return null;
  const words = `已办好 ${counted.done} 项，共 ${counted.total} 项`;
  return element(
    "p",
    { class: "card-line" },
    element("progress", { value: counted.done, max: counted.total, "aria-label": words }),
    " ",
    words,
  );
}

function listed(label, items) {
  return items?.length ? element("p", { class: "card-line" }, label + items.join("、")) : null;
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
  const place = [step.mode, step.window, step.limit && `法定时限：${step.limit}`].filter(Boolean).join("；");
  return element(
    "li",
    { class: step.done ? "step done" : "step" },
    step.done ? element("span", { class: "step-done" }, "✓ 已办好 ") : null,
    button(step.name, "step-name", (event) => choose({ title: step.name, payload }, event)),
    " ",
    !step.done && CERTAINTY[step.certainty] ? element("span", { class: "badge guide" }, CERTAINTY[step.certainty]) : null,
    " ",
    statusBadge(step.status),
    ...(step.done ? [] : [step.when, step.note, step.regional, place])
      .filter(Boolean)
      .map((words) => element("p", { class: "step-note" }, words)),
  );
}

/** Only pictures of this server: an address with a host of its own is left out. */
function picture(address, title) {
  if (!isOwnPath(address)) return null;
  return element("div", { class: "picture", tabindex: 0, role: "group", "aria-label": `${title}：图可以左右滑动` }, element("img", { src: address, alt: `${title}：先后顺序图` }));
}

function printLink({ address }) {
  return element("a", { class: "place", href: address, target: "_blank", rel: "noopener" }, "打印");
}
