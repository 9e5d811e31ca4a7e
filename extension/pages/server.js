// Options: a server of one's own. Without one, the model in the extension scores, and nothing is sent anywhere.
import { checkedAddress, serverRequest } from "../background/settings.js";
import { askOrigins, send } from "./messages.js";
import { $, tellIn } from "./nodes.js";
import { problemOf, t } from "./texts.js";

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Leave to connect, and in Firefox leave to send what a server gets. */
function askServer(address) {
  const { origins, ...consent } = serverRequest(address);
  return askOrigins(origins, consent);
}

/** `changed` is called when another model may score from now on. */
export function makeServer({ address, key }, model, changed) {
  $("address").placeholder = "http://127.0.0.1:8000"; // where clickbait serve is, unless it is told otherwise
  $("address").value = address ?? "";
  $("key").value = key ?? "";
  showNow(model);
  warn();
  $("address").addEventListener("input", warn);
  $("save").addEventListener("click", () => use(changed));
  $("test").addEventListener("click", test);
  $("no-server").addEventListener("click", () => useNone(changed));
  for (const field of [$("address"), $("key")]) field.addEventListener("keydown", (event) => event.key === "Enter" && use(changed));
}

function showNow({ server = null }) {
  $("server-now").textContent = server?.address ? t(server.access ? "serverSet" : "serverNoAccess", server.address) : t("serverNone");
  $("no-server").hidden = !server?.address;
}

/** {address, key} of the fields, or null after saying what is wrong. */
function fields() {
  try {
    const address = checkedAddress($("address").value);
    if (!address) throw new TypeError("no address");
    $("address").removeAttribute("aria-invalid");
    return { address, key: $("key").value.trim() };
  } catch {
    $("address").setAttribute("aria-invalid", "true");
    $("address").focus();
    tellIn("server-told", t("problem_address"), false);
    return null;
  }
}

function warn() {
  const url = URL.canParse($("address").value) ? new URL($("address").value) : null;
  $("unencrypted").hidden = url?.protocol !== "http:" || LOOPBACK.test(url.hostname);
}

async function use(changed) {
  const found = fields();
  if (!found) return;
  const granted = await askServer(found.address); // first: the browser forgets the click
  const answer = await send("setServer", found);
  if (answer.failed) return tellIn("server-told", problemOf(answer), false);
  $("address").value = found.address;
  tellIn("server-told", t(granted ? "saved" : "serverRefused"), granted);
  showNow(await changed());
}

async function useNone(changed) {
  const answer = await send("setServer", { address: "", key: "" });
  if (answer.failed) return tellIn("server-told", problemOf(answer), false);
  $("address").value = $("key").value = "";
  warn();
  tellIn("server-told", t("saved"));
  showNow(await changed());
  $("address").focus(); // the button is gone
}

async function test() {
  const found = fields();
  if (!found) return;
  const asked = askServer(found.address);
  tellIn("server-told", t("testing"));
  await asked;
  const answer = await send("model", found);
  if (answer.failed) return tellIn("server-told", problemOf(answer), false);
  const { name, version, threshold, milliseconds } = answer;
  tellIn("server-told", t("testGood", name, version, threshold.toFixed(2), Math.round(milliseconds)));
}
