/** Wires the applicant's page. */

import { legend } from "./badges.js";
import { choiceRow } from "./choices.js";
import { isSampleEdition } from "./edition.js";
import { offerLargeType } from "./largetype.js";
import { Session } from "./session.js";
import { Talk } from "./talk.js";
import { COMMON } from "./welcome.js";

const part = (id) => document.getElementById(id);
const talk = new Talk(new Session(), part);

function confirmRestart() {
  const dialog = part("restart-dialog");
  dialog.returnValue = "no";
  dialog.showModal();
}

part("restart").addEventListener("click", confirmRestart);
part("restart-dialog").addEventListener("close", ({ target }) => target.returnValue === "yes" && talk.restart());
part("legend").append(...legend());
part("common").append(choiceRow(COMMON, talk.choose, "common-choices"));
offerLargeType(part("large-type"));
isSampleEdition().then((sample) => (part("sample-notice").hidden = !sample));

talk.begin();
