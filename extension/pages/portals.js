// Ready choices of news sites, by region: whole domains, so that one answer to the browser covers all of a portal.
// Their names are texts: "portal_" and the domain with "_" for what a text's key cannot hold.
import { make } from "./nodes.js";
import { t } from "./texts.js";

const PORTALS = {
  taiwan: [
    "udn.com", "ltn.com.tw", "chinatimes.com", "ettoday.net", "news.yahoo.com", "setn.com", "tvbs.com.tw", "cna.com.tw", "nownews.com",
    "mirrormedia.mg", "ctwant.com", "storm.mg", "newtalk.tw", "ebc.net.tw", "ftvnews.com.tw", "line.me", "msn.com", "businesstoday.com.tw",
  ],
  hongkong: [
    "hk01.com", "on.cc", "stheadline.com", "mingpao.com", "hket.com", "rthk.hk", "am730.com.hk", "inmediahk.net",
  ],
  mainland: [
    "sina.com.cn", "sohu.com", "163.com", "qq.com", "ifeng.com", "toutiao.com", "thepaper.cn", "huanqiu.com", "people.com.cn", "news.cn",
    "chinanews.com.cn", "guancha.cn",
  ],
  overseas: [
    "worldjournal.com", "zaobao.com.sg", "zaobao.com", "sinchew.com.my", "chinapress.com.my", "epochtimes.com", "wenxuecity.com", "backchina.com",
    "creaders.net", "rfi.fr",
  ],
};

/** The key of a portal's name among the texts. */
export function nameKey(domain) {
  return `portal_${domain.replace(/[^a-z0-9]/g, "_")}`;
}

/**
 * Check boxes for all portals in `place`, and `button` for those that are picked: a click calls `go` with the entries, within the
 * click. What `go` answers true for is no longer picked.
 */
export function makePortals(place, button, go) {
  const inputs = [];
  for (const [region, domains] of Object.entries(PORTALS)) {
    const choices = domains.map((domain) => {
      const input = make("input", { type: "checkbox", value: `*.${domain}` });
      inputs.push(input);
      return make("label", {}, input, make("span", {}, t(nameKey(domain)), make("small", { translate: false }, domain)));
    });
    const all = make("button", { type: "button", className: "link", ariaLabel: `${t("pickAll")}: ${t(`region_${region}`)}` }, t("pickAll"));
    const own = inputs.slice(-domains.length);
    all.addEventListener("click", () => {
      const wanted = own.some((input) => !input.checked);
      for (const input of own) input.checked = wanted;
      show();
    });
    const grid = make("div", { className: "portals" }, ...choices);
    place.append(make("fieldset", { className: "region" }, make("legend", {}, t(`region_${region}`)), all, grid));
  }

  const picked = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);
  function show() {
    const { length } = picked();
    button.disabled = !length;
    button.textContent = length ? t("switchOnPicked", length) : t("switchOnNone");
  }
  place.addEventListener("change", show);
  button.addEventListener("click", async () => {
    if (!(await go(picked()))) return;
    for (const input of inputs) input.checked = false;
    show();
  });
  show();
}
