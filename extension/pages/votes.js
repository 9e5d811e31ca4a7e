// Options: the reader's corrections, which stay on this device unless a server is set.
import { send } from "./messages.js";
import { $, make, save, tellIn } from "./nodes.js";
import { problemOf, t } from "./texts.js";

const SHOWN = 200; // rows; the file has them all
let sure = false; // whether the next click on "delete all" deletes

export function makeVotes() {
  $("export-votes").addEventListener("click", async () => {
    const answer = await send("exportVotes");
    if (answer.failed) return tellIn("votes-told", problemOf(answer), false);
    save(answer.name, answer.text, "application/x-ndjson");
    tellIn("votes-told", t("votesExported", answer.count));
  });
  $("delete-votes").addEventListener("click", async () => {
    if (!sure) return ask(true);
    await remove(null);
  });
  $("delete-votes").addEventListener("blur", () => ask(false));
  return showVotes();
}

/** The button asks once more, in its own place: no dialog stands in the way of a keyboard. */
function ask(wanted) {
  sure = wanted;
  $("delete-votes").textContent = t(sure ? "deleteVotesSure" : "deleteVotes");
}

async function remove(ids) {
  const answer = await send("deleteVotes", { ids });
  ask(false);
  if (answer.failed) return tellIn("votes-told", problemOf(answer), false);
  await showVotes();
  tellIn("votes-told", t("votesDeleted"));
  $("votes-list").focus();
}

async function showVotes() {
  const { votes = [], failed } = await send("votes");
  $("votes-count").textContent = failed ? problemOf({ failed }) : votes.length ? t("votesCount", votes.length) : t("votesNone");
  $("votes-list").replaceChildren(...votes.slice(0, SHOWN).map(rowOf));
  $("export-votes").disabled = $("delete-votes").disabled = !votes.length;
}

function rowOf({ id, headline, label, host, at, waiting }) {
  const day = at ? new Date(at).toLocaleDateString(document.documentElement.lang) : "";
  const facts = [t(label === "clickbait" ? "isBait" : "isNotBait"), host, day, waiting ? t("waiting") : ""].filter(Boolean).join(" · ");
  const what = make("span", { className: "what" }, make("span", { lang: "zh-TW" }, headline), make("br"), make("span", { className: "soft" }, facts));
  const button = make("button", { type: "button", ariaLabel: t("removeNamed", headline) }, t("remove"));
  button.addEventListener("click", () => remove([id]));
  return make("li", {}, what, button);
}
