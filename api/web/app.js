/** Wires the page: the only place where its parts meet. */

import { legend } from "./badges.js";
import { Banners } from "./banners.js";
import { choiceRow } from "./choices.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { isSampleEdition } from "./edition.js";
import { offerLargeType } from "./largetype.js";
import { Parks, parkChoice } from "./parks.js";
import { PERSON } from "./records.js";
import { Session } from "./session.js";
import { Transcript } from "./transcript.js";
import { COMMON } from "./welcome.js";

const WITH_A_PERSON = "已转人工。工作人员会在这里回复您，请不要关闭页面。";
const BACK = { title: "回到智能导办", payload: "/back_to_guide" };

const part = (id) => document.getElementById(id);

const session = new Session();
const banners = new Banners(part("banners"));
const transcript = new Transcript(
  { log: part("log"), list: part("messages"), latest: part("latest"), progress: part("progress") },
  choose,
);
const composer = new Composer(part("composer"), (text) => conversation.say({ title: text }));
const parks = new Parks(part("parks"), choosePark);
const conversation = new Conversation(session, transcript, refresh);
const connection = new Connection(session, conversation, banners);

/** Says a choice. A mouse goes on to the keyboard's field; fingers and keys stay with the talk. */
function choose(choice, event) {
  if (!conversation.say(choice)) return;
  const byMouse = event.detail > 0 && matchMedia("(pointer: fine)").matches;
  if (byMouse) composer.focus();
  else transcript.focusNewest();
}

function choosePark(park) {
  if (session.open) {
    conversation.say(parkChoice(park));
  } else {
    session.remember({ park_id: park.park_id });
    refresh({ busy: false });
  }
}

/** Brings the rest of the page in line with the conversation. */
function refresh({ busy, words }) {
  const { park_id, handoff } = session.context;
  document.body.classList.toggle("busy", busy);
  composer.setBusy(busy);
  if (words) composer.restore(words);
  parks.show(park_id);
  if (handoff) banners.show("handoff", WITH_A_PERSON, { title: BACK.title, run: () => conversation.say(BACK) });
  else banners.hide("handoff");
  connection.refresh();
}

function confirmRestart() {
  const dialog = part("restart-dialog");
  dialog.returnValue = "no";
  dialog.showModal();
}

part("restart").addEventListener("click", confirmRestart);
part("restart-dialog").addEventListener("close", ({ target }) => {
  if (target.returnValue !== "yes") return;
  conversation.restart();
  composer.focus();
});
part("person").addEventListener("click", () => conversation.say(PERSON));
part("legend").append(...legend());
part("common").append(choiceRow(COMMON, choose, "common-choices"));
offerLargeType(part("large-type"));
isSampleEdition().then((sample) => (part("sample-notice").hidden = !sample));

refresh({ busy: false });
conversation.begin();
