// What the page tab sends: HTML or text that was pasted, dropped or chosen as a file.
import { onLanguage, t } from "./i18n.js";
import { showProblem } from "./problem.js";
import { Problem } from "./server.js";

const panel = document.getElementById("panel-page");
const box = document.getElementById("page");
const file = document.getElementById("page-file");
const recognised = document.getElementById("page-recognised");
const kinds = [...document.querySelectorAll("input[name=kind]")];
let fills = 0; // so that a file that is read late does not replace what came after it
let switched = false; // by hand: the page does not guess again until the box is empty

/** "html" or "text". */
export function kind() {
  return kinds.find((radio) => radio.checked).value;
}

/** Put a document into the box and detect its kind. */
export function fill(text) {
  box.value = text;
  switched = false;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function recognise() {
  fills += 1;
  if (!box.value.trim()) switched = false;
  if (!switched && box.value.trim()) {
    const html = looksLikeHtml(box.value);
    for (const radio of kinds) radio.checked = radio.value === (html ? "html" : "text");
  }
  renderRecognised();
}

/** Whether the document starts with markup, or has closing tags all over. */
function looksLikeHtml(text) {
  return /^\s*(<!doctype|<\?xml|<!--|<[a-z][\w-]*[\s>])/i.test(text) || (text.match(/<\/[a-z][\w-]*\s*>/gi) ?? []).length > 2;
}

function renderRecognised() {
  recognised.textContent = box.value.trim() && !switched ? t("recognised") : "";
}

/** The text of a file, in the encoding of its byte order mark or its markup, else UTF-8, else Big5. */
export function decode(bytes) {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  const declared = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
  const mark = head.startsWith("\xff\xfe") ? "utf-16le" : head.startsWith("\xfe\xff") ? "utf-16be" : null;
  for (const label of [mark, declared, "utf-8", "big5"]) {
    try {
      if (label) return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // an unknown label, or bytes that do not fit it: try the next one
    }
  }
  throw new Problem(() => t("unreadable"), () => t("unreadableMend"));
}

async function read(chosen) {
  const turn = ++fills;
  try {
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    if (turn !== fills) return;
    fill(decode(bytes));
    box.focus();
    box.setSelectionRange(0, 0);
    box.scrollTop = 0;
  } catch (problem) {
    if (!(problem instanceof Problem)) return showProblem(new Problem(() => t("unreadable"), () => t("goneFile")), { tab: "page" });
    showProblem(problem, { tab: "page" });
  }
}

box.addEventListener("input", recognise);
for (const radio of kinds) {
  radio.addEventListener("change", () => {
    switched = true;
    renderRecognised();
  });
}
document.getElementById("page-choose").addEventListener("click", () => file.click());
file.addEventListener("change", () => {
  if (file.files.length) read(file.files[0]);
  file.value = ""; // so that the same file can be chosen again
});
panel.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  panel.classList.add("drop");
});
panel.addEventListener("dragleave", (event) => {
  if (!panel.contains(event.relatedTarget)) panel.classList.remove("drop");
});
panel.addEventListener("drop", (event) => {
  panel.classList.remove("drop");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  read(event.dataTransfer.files[0]);
});
document.getElementById("page-example").addEventListener("click", async () => {
  const turn = ++fills;
  try {
    const response = await fetch(document.body.dataset.examplePage);
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    if (turn === fills) fill(text);
  } catch {
    showProblem(new Problem(() => t("gone"), () => t("goneMend")), { tab: "page" });
  }
});
onLanguage(renderRecognised);
