// Votes: what a headline is in the reader's judgement. Only where the server takes them.
import { element } from "./element.js";
import { t } from "./i18n.js";
import { kindName } from "./kinds.js";
import { call } from "./server.js";
import { KINDS } from "./wording.js";

const CHOICES = [{ label: "substantive" }, ...KINDS.map((kind) => ({ label: "clickbait", kind })), { label: "clickbait" }];
const takesVotes = document.body.dataset.feedback === "on";
const reader = randomName(); // as long as the page is open: a second vote on a headline replaces the first
const votes = new Map(); // by headline: {choice, key, failed, told()}
let panels = 0;

/** [button, panel]: the button opens the panel with the choices. None where the server takes no votes. */
export function voting(headline, { version, host = null }) {
  if (!takesVotes) return [];
  const button = element("button", "quiet small vote", t("vote"));
  const panel = element("div", "votes");
  button.type = "button";
  panel.id = `votes-${++panels}`;
  panel.hidden = true;
  const states = { "aria-label": t("voteOn", { headline }), "aria-controls": panel.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(states)) button.setAttribute(name, value);
  button.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    if (!panel.childElementCount) fill(panel, { headline, model_version: version, ...(host && { page_host: host }) });
  });
  return [button, panel];
}

function fill(panel, facts) {
  const group = element("fieldset");
  const told = element("p", "vote-told");
  told.setAttribute("aria-live", "polite");
  const show = () => {
    const vote = votes.get(facts.headline);
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(vote?.choice === CHOICES[i] && !vote.failed)));
    told.textContent = vote ? vote.told() : t("voteStored");
    told.classList.toggle("failed", Boolean(vote?.failed));
  };
  const buttons = CHOICES.map((choice) => {
    const button = element("button", `quiet choice ${choice.label}`, nameOf(choice));
    button.type = "button";
    button.addEventListener("click", async () => {
      if (group.getAttribute("aria-busy") === "true") return; // one after the other: the newest counts
      group.setAttribute("aria-busy", "true");
      await send(facts, choice, show);
      group.setAttribute("aria-busy", "false");
    });
    return button;
  });
  group.append(element("legend", "", t("voteAsk")), ...buttons);
  panel.append(group, told);
  show();
}

async function send(facts, choice, show) {
  const last = votes.get(facts.headline);
  // The same vote again, after an error, has the same key: it counts once.
  const key = last?.failed && last.choice === choice ? last.key : randomName();
  const vote = { choice, key, failed: false, told: () => t("voteSending") };
  votes.set(facts.headline, vote);
  show();
  try {
    await call("v1/feedback", { ...facts, ...choice, client_id: reader }, { key });
    vote.told = () => t("voteThanks");
  } catch (problem) {
    vote.failed = true;
    const why = () => [problem.title(), problem.remedy()].filter(Boolean).join(t("pause"));
    const again = problem.status === 0 || problem.status === 429 || problem.status >= 500;
    vote.told = () => (problem.status === 404 ? t("voteOff") : t(again ? "voteAgain" : "voteFailed", { why: why() }));
  }
  show();
}

function nameOf({ label, kind }) {
  if (kind) return t("voteKind", { kind: kindName(kind) });
  return t(label === "clickbait" ? "voteOther" : "substantive");
}

/** crypto.randomUUID exists with https and on loopback only. */
function randomName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
