// Connects the modules: which result is shown, and the keyboard shortcut that submits.
import { headlineAnswers, onHeadlines } from "./headlines.js";
import { startLanguage } from "./i18n.js";
import { countKinds } from "./kinds.js";
import { onPage, pageAnswers } from "./page.js";
import { onTab, openTab } from "./tabs.js";
import { summarise } from "./threshold.js";

const apple = /Mac|iP(hone|ad)/.test(navigator.platform);

function showOutput() {
  const page = openTab() === "page";
  const answers = page ? pageAnswers() : headlineAnswers();
  document.getElementById("output-headlines").hidden = page;
  document.getElementById("output-page").hidden = !page;
  document.getElementById("empty").hidden = answers !== null;
  document.getElementById("legend").hidden = answers === null;
  document.getElementById("list-tools").hidden = page;
  countKinds(answers);
  summarise(answers && answers.map(({ score }) => score), page ? "summaryPage" : "summaryHeadlines");
}

for (const keys of document.querySelectorAll(".send-keys")) keys.textContent = apple ? "⌘ ↵" : "Ctrl ↵";
for (const form of document.querySelectorAll("#headlines-form, #page-form")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** On a phone the form fills the screen, and new results would be out of sight. */
function showAnswer() {
  showOutput();
  const top = document.querySelector(".output").getBoundingClientRect().top;
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  if (top > innerHeight / 2) document.querySelector(".output").scrollIntoView({ behavior: smooth ? "smooth" : "auto" });
}

onHeadlines(() => (openTab() === "headlines" ? showAnswer() : undefined));
onPage(() => (openTab() === "page" ? showAnswer() : undefined));
onTab(showOutput);
startLanguage();
showOutput();
