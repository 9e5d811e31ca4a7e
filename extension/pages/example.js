// The example of the first-run page: the end of an invented article, with the list of links that such pages have. The headlines are
// invented, too; their scores and reasons come from the model that will score the reader's pages.
import { readSettings } from "../background/settings.js";
import { send } from "./messages.js";
import { $, make } from "./nodes.js";
import { t } from "./texts.js";

const HEADLINES = [
  "睡前喝這杯千萬別加它！醫師示警：3種人快停",
  "海風港擴建工程動工 預計2029年完工",
  "女星一句話讓全場傻眼 背後原因曝光",
  "立院三讀修正托育條例 補助延長至6歲",
  "通勤族注意！這條路線月底將大改 網友反應兩極",
];

/** Fill the list and draw the marks when the model has answered; without an answer the list stays as news pages are today. */
export async function makeExample() {
  const teasers = HEADLINES.map((headline) => make("li", {}, make("p", { lang: "zh-TW", className: "teaser" }, headline)));
  $("example").replaceChildren(...teasers);
  const { sensitivity, threshold: own } = await readSettings();
  const { cuts, threshold } = await send("model");
  const cut = own ?? cuts?.[sensitivity]?.threshold ?? threshold;
  await Promise.all(teasers.map(async (teaser, i) => {
    const answer = await send("explain", { text: HEADLINES[i] });
    if (!answer.failed) mark(teaser, answer, cut);
  }));
}

/** What the mode does to bait, as on a news page. */
export function showMode(mode) {
  $("example").dataset.mode = mode;
}

function mark(teaser, { score, kinds, for: reasons }, cut) {
  if (score < cut) return;
  teaser.className = "bait";
  const [kind] = Object.entries(kinds ?? {}).sort((a, b) => b[1] - a[1])[0] ?? [];
  const name = kind ? t("clickbaitKind", t(`kind_${kind}`)) : t("clickbait");
  const badge = make("button", { type: "button", className: "badge" }, String(Math.min(99, Math.round(score * 100))));
  const card = make("div", { className: "why", hidden: true }, make("strong", {}, name), make("ul", {}, ...reasons.map(({ said }) => make("li", {}, said))));
  card.id = `why-${teaser.parentNode.children.length}-${[...teaser.parentNode.children].indexOf(teaser)}`;
  badge.setAttribute("aria-label", t("exampleBadge", name));
  badge.setAttribute("aria-controls", card.id);
  badge.setAttribute("aria-expanded", "false");
  badge.addEventListener("click", () => {
    card.hidden = !card.hidden;
    badge.setAttribute("aria-expanded", String(!card.hidden));
  });
  teaser.firstChild.append(" ", badge);
  teaser.append(card);
}
