// Options: the settings as a file, and whether they follow the reader to other devices.
import { send } from "./messages.js";
import { $, save, tellIn } from "./nodes.js";
import { problemOf, t } from "./texts.js";

const STATES = { on: "syncOn", full: "syncFull", off: "syncOff" };

export async function makeTransfer() {
  $("export-settings").addEventListener("click", async () => {
    const answer = await send("exportSettings");
    if (answer.failed) return tellIn("transfer-told", problemOf(answer), false);
    save(answer.name, answer.text);
  });
  $("import-settings").addEventListener("click", () => $("settings-file").click());
  $("settings-file").addEventListener("change", importFile);
  const { state } = await send("sync");
  $("sync-state").textContent = STATES[state] ? t(STATES[state]) : "";
}

async function importFile() {
  const [file] = $("settings-file").files;
  $("settings-file").value = "";
  if (!file) return;
  const answer = await send("importSettings", { text: await file.text() });
  if (answer.failed) return tellIn("transfer-told", answer.failed === "file" ? t("wrongSettings") : problemOf(answer), false);
  if (answer.wrong?.length) return tellIn("transfer-told", t("wrongLines", answer.wrong.join("  ")), false);
  tellIn("transfer-told", t("saved"));
  setTimeout(() => location.reload(), 1200); // every part of this page shows a setting
}
