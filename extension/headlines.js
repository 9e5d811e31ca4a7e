// Which links of a page are headlines. Rules over plain data, without a DOM: node tests them as they are.
// A classic script, because content scripts cannot be modules; it leaves its functions in one global.
//
// A link, as content/reader.js hands it over:
//   href      absolute address
//   texts     [{text, tag, names, size, source}]: its pieces of text in the order of the page; names are the class and id
//             tokens, size the font size in px, source is "text" or "image" (an alt text)
//   tooltip   its title attribute, or ""
//   path      [{tag, role, names}]: the link itself, then its ancestors up to and without <body>
//   lineShare how much of the Chinese on its line is its own, 0 to 1
//   item      a number that links of one teaser (picture and title, say) share
//   opens     whether it leads nowhere but holds a picture: a video that plays on this page
//   figure    whether it is a picture that has a caption of its own
// The page: {url, titles}: titles are its h1, og:title and <title>.
(() => {
  const SHORTEST = 8;
  const FEWEST = 5; // Chinese characters, with words of other scripts
  const LONGEST = 60;
  const LONGEST_TEXT = 120; // with Latin letters, digits and signs
  const OWN_LINE = 0.5;
  const SMALLEST_TYPE = 9; // px: below are counters and sources
  const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);
  const TITLE_NAME = /(?:^|[-_])(?:title|tit|headline|heading|subject|caption)(?:$|[-_\d])|title$/i;
  const NAVIGATION_TAGS = new Set(["nav", "menu", "footer", "form"]);
  const NAVIGATION_ROLES = new Set([
    "navigation", "menubar", "menu", "banner", "contentinfo", "search", "tablist", "toolbar",
  ]);
  // A name says so when all of its words do: "footer-menu", not "menu-open" on a wrapper, nor "post-tags-related".
  const NAVIGATION_WORD =
    /^(?:nav|navi|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|footer|foot|copyright|pagination|paging|pager|tags?|hashtags?|keywords?|share|sharing|sns|cookies?|consent|gdpr|subscribe|subscription|login)\d?$/;
  const PLAIN_WORD =
    /^(?:main|site|top|sub|global|header|page|bottom|hot|mobile|pc|desktop|bar|lists?|links?|items?|wrap|wrapper|container|inner|box|area|block|group|banner|section|social)$/;
  const WIDGET = /^(?:weather|stocks?|market|exchange)[-_]?(?:widget|quotes?|bar|ticker|price|box)$|^widget[-_]?(?:weather|stocks?)$|^(?:post|article|entry|story)[-_]?(?:tags?|keywords?|share|copyright)$/i;
  const BYLINE_NAME = /^(?:byline|authors?|reporters?|writer)(?:[-_]?(?:name|info|link|box))?$/i;
  const LISTING =
    /^(?:tags?|topics?|features?|search|authors?|reporters?|categor(?:y|ies)|cate|lists?|members?|users?|login|signin|register|account|about|privacy|terms|policy|policies|contact|help|faq|rss|subscribe|newsletter|apps?|download)(?:\.\w+)?$/i;
  const PERSONAL = /^(?:tags?|search|authors?|reporters?|members?|users?|login|signin|register|account)$/i; // a number behind these is theirs
  const ARCHIVE = /\/(?:hashtags?\/[^/]+|archives?\/(?:19|20)\d\d[-/]?\d\d(?:[-/]?\d\d)?)\/?$/i; // of a tag, a month, a day
  const TALK = /#(?:comments?|respond|reply|disqus(?:_thread)?|discussion|fb-comments)\b/i;
  const SERVICES =
    /^(?:(?:www|m)\.)?(?:facebook\.com\/(?:sharer|share|dialog)|(?:twitter|x)\.com\/(?:intent|share)|threads\.(?:net|com)\/intent|(?:social-plugins\.)?line\.me\/|t\.me\/share|plurk\.com\/\?|service\.weibo\.com\/share|play\.google\.com\/|apps\.apple\.com\/|itunes\.apple\.com\/)/i;
  const ALBUM = /\/(?:photos?|gallery|galleries|albums?|pics?)\//i;
  const WORKS = /^(?:apps?|lists?|features?)$/i; // below these, a program with a number in its query leads to an article
  const PROGRAM = /\.(?:php|aspx?|jsp|do|cgi)$/i;
  const FILE = /\.(?:jpe?g|png|gif|webp|avif|svg|pdf|docx?|xlsx?|pptx?|zip|apk|mp3)(?:$|[?&#])/i;
  const CREDIT = /[（(](?:圖|图|照片|資料照|资料照)?[^（()）]{0,24}(?:圖|图|照片|攝|摄|翻攝|翻摄|提供|資料照|资料照|授權|授权)[^（()）]{0,16}[）)]$|(?:圖|图|照片)[／/：:][^ ]{2,16}$|[／/](?:記者|记者)?[^ ／/]{2,6}(?:攝|摄|翻攝|翻摄|提供)$/;
  const BYLINE =
    /^(?:[^，。！？：「」 ]{0,8}(?:記者|记者)|撰文|編譯|编译|作者|文)[／/：: ]*[^，。！？：「」]{2,16}(?:報導|报导|报道|攝影|摄影|撰文|編譯|编译)$|^[^，。！？：「」 ]{0,12}(?:綜合|综合)(?:整理)?(?:報導|报导|报道)$|^\p{Script=Han}{0,6}(?:特約|特约|特派)?(?:記者|记者)[： ]?\p{Script=Han}{2,4}$/u;
  const DATE = /^(?:中華民國|民國|西元|公元)?[\d〇零一二三四五六七八九十百 ]+年[\d一二三四五六七八九十 ]+月[\d一二三四五六七八九十 ]+日 ?[（(]?(?:(?:星期|週|周|禮拜|礼拜)[一二三四五六日天])?[）)]?$/;
  const TOPIC = /^[#＃][^\s，。！？：、]+$/; // a tag, however it is linked
  const ARTICLE_SEGMENT = /\d{4,}|\w+-\w+-\w+|\.s?html?$/i;
  const SERVICE_TEXT =
    /(?:隱私權?|隐私权?|著作權|版權|版权|免責|免责|服務條款|服务条款|使用條款|使用条款|個資|个资|Cookie).{0,6}(?:政策|聲明|声明|條款|条款|保護|保护|所有|須知|须知)|^(?:立即|馬上|马上)?(?:下載|下载|加入|訂閱|订阅|追蹤|关注|追踪).{0,10}(?:APP|App|app|粉絲團|粉丝团|電子報|电子报|頻道|频道|官方帳號|官方账号|好友)|^(?:看更多|更多|(?:繼續看|继续看|看)?[上下]一?[頁页]|(?:共有?|目前有|已有)? ?\d+ ?[則则條条個个].{0,4}(?:留言|評論|评论|回應|回应)|閱讀更多|阅读更多|繼續閱讀|继续阅读|查看全部)|(?:按讚|讚好|\blike\b|追蹤|追踪|关注).{0,12}(?:專頁|专页|粉專|粉絲團|粉丝团)|(?:用戶|用户|會員|会员).{0,4}(?:管理制度|協議|协议|守則|守则|須知|须知|規範|规范)$/i;
  const ELLIPSIS = /(?:…|\.{2,})$/u;
  const TRACKING = /^(?:utm_|fbclid$|gclid$|from$|ref$|source$|chdtv$|share$|_)/i;

  const MOST_ADDRESSES = 5000;
  const addresses = new Map();

  /** How many Chinese characters a text has. */
  function hanLength(text) {
    return text.match(/\p{Script=Han}/gu)?.length ?? 0;
  }

  function hasHeadlineLength(text) {
    const han = hanLength(text);
    const words = han < SHORTEST && han >= FEWEST ? text.match(/[A-Za-z0-9]+/g)?.length ?? 0 : 0; // names of products
    return (han >= SHORTEST || han + words > SHORTEST) && han <= LONGEST && text.length <= LONGEST_TEXT;
  }

  /** One line without doubled white space and bullets. */
  function clean(text) {
    return text.replace(/[\s\u3000\u200b\ufeff]+/g, " ").replace(/^[ ‧•·・●▪■◆▲►▶»>]+/u, "").trim();
  }

  /** Letters and digits only, in one width: what two spellings of a headline have in common. */
  function normalForm(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  }

  /** {key, pathname, search}, or null for what is no web page. Addresses are taken apart once: it is dear. */
  function addressOf(href) {
    if (!addresses.has(href)) {
      if (addresses.size >= MOST_ADDRESSES) addresses.clear();
      addresses.set(href, takenApart(href));
    }
    return addresses.get(href);
  }

  function takenApart(href) {
    if (!/^https?:/i.test(href) || !URL.canParse(href)) return null;
    const { hash, host, pathname, search, searchParams } = new URL(href);
    const service = TALK.test(hash) || SERVICES.test(`${host}${pathname}${search}`);
    const path = `${host.replace(/^(?:www|m)\./, "")}${pathname.replace(/\/+$/, "")}`;
    if (!search) return { key: path, pathname, search, service };
    const parameters = [...searchParams].filter(([name]) => !TRACKING.test(name)).sort();
    return { key: parameters.length ? `${path}?${new URLSearchParams(parameters)}` : path, pathname, search, service };
  }

  /** The same page, whatever protocol, fragment, tracking and "www" or "m" say; null for what is no web page. */
  function addressKey(href) {
    return addressOf(href)?.key ?? null;
  }

  function leadsToArticle(href) {
    const address = addressOf(href);
    if (!address) return false;
    const { pathname, search, service } = address;
    if (service || ARCHIVE.test(pathname)) return false;
    const segments = pathname.split("/").filter(Boolean).map(decoded);
    if (!segments.length) return /\d{3,}/.test(search);
    if (FILE.test(pathname) || FILE.test(search)) return false;
    const listing = segments.findIndex((segment) => LISTING.test(segment));
    const behind = listing + (PERSONAL.test(segments[listing]) ? 2 : 1);
    if (listing < 0 || segments.slice(behind).some((segment) => ARTICLE_SEGMENT.test(segment))) return true;
    return WORKS.test(segments[listing]) && PROGRAM.test(segments.at(-1)) && /\d{4,}/.test(search);
  }

  /** A part of a path as it reads; "%E5%8F%B8748" has four digits in a row only as it is written. */
  function decoded(segment) {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  }

  /** "tag-list" and "tagList" are made of words that say menu, and of such that say nothing. */
  function namesNavigation(name) {
    const words = name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase().split(/[-_]+/).filter(Boolean);
    return words.some((word) => NAVIGATION_WORD.test(word)) && words.every((word) => NAVIGATION_WORD.test(word) || PLAIN_WORD.test(word));
  }

  /** Menus, breadcrumbs, the feet and heads of the site: judged by the path from the link upwards. */
  function isNavigation(path) {
    return path.some(({ tag, role, names }, i) => {
      if (NAVIGATION_TAGS.has(tag) || NAVIGATION_ROLES.has(role)) return true;
      // A <header> inside an article or a section is the head of a teaser, not of the site.
      if (tag === "header") return !path.slice(i + 1).some((above) => /^(?:article|section|main|aside|li)$/.test(above.tag));
      return tag !== "main" && tag !== "article" && names.some((name) => namesNavigation(name) || WIDGET.test(name) || (i < 2 && BYLINE_NAME.test(name)));
    });
  }

  /** `titles` in their normal form. A title may go on with the name of the site, a link may be cut short. */
  function isOwnHeadline(text, titles) {
    const begins = normalForm(text.replace(ELLIPSIS, ""));
    return titles.some((title) => title.startsWith(begins));
  }

  function isTitlePiece({ tag, names }) {
    return HEADINGS.has(tag) || names.some((name) => TITLE_NAME.test(name));
  }

  /** The index of the piece that is the headline, or -1: headings first, then words before pictures, then large type. */
  function titleIndex(texts) {
    const rank = (piece) => [isTitlePiece(piece) ? 1 : 0, piece.source === "text" ? 1 : 0, piece.size];
    let best = -1;
    texts.forEach((piece, i) => {
      if (!hasHeadlineLength(piece.text) || piece.size < SMALLEST_TYPE) return;
      if (best < 0 || isHigher(rank(piece), rank(texts[best]))) best = i;
    });
    return best;
  }

  function isHigher(a, b) {
    const i = a.findIndex((value, at) => value !== b[at]);
    return i >= 0 && a[i] > b[i];
  }

  /** A headline that the page cut short stands in full in the tooltip. */
  function fullText(text, tooltip) {
    const cut = text.replace(ELLIPSIS, "");
    return cut !== text && hasHeadlineLength(tooltip) && tooltip.startsWith(cut) ? tooltip : text;
  }

  /** The headline of one link: {text, piece, key, rank}, or null when it is none; `page` holds normal forms. */
  function headlineOf(link, page) {
    const piece = titleIndex(link.texts);
    if (piece < 0) return null;
    const found = link.texts[piece];
    const plays = link.opens && isTitlePiece(found);
    const key = plays ? `#${found.text}` : addressKey(link.href);
    if (!plays && (key === page.key || !leadsToArticle(link.href))) return null;
    if (CREDIT.test(found.text) || (link.figure && found.source === "image")) return null;
    if (BYLINE.test(found.text) || DATE.test(found.text) || TOPIC.test(found.text)) return null;
    if (found.source === "image" && ALBUM.test(link.href)) return null;
    const text = fullText(found.text, link.tooltip);
    if (SERVICE_TEXT.test(text) || isOwnHeadline(found.text, page.titles)) return null;
    if (link.lineShare < OWN_LINE || isNavigation(link.path)) return null;
    const title = isTitlePiece(found) || link.path.slice(0, 3).some(isTitlePiece);
    return { text, piece, key, rank: [title ? 1 : 0, found.source === "text" ? 1 : 0, found.size] };
  }

  /** All headlines of a page, each teaser once: [{text, link, piece}]; link and piece are indices. */
  function find(links, { url, titles }) {
    const page = { key: addressKey(url), titles: titles.map(normalForm) };
    const teasers = new Map();
    links.forEach((data, link) => {
      const headline = headlineOf(data, page);
      if (!headline) return;
      const teaser = `${data.item} ${headline.key}`;
      const before = teasers.get(teaser);
      if (!before || isHigher(headline.rank, before.rank)) teasers.set(teaser, { ...headline, link });
    });
    return [...teasers.values()].map(({ text, link, piece }) => ({ text, link, piece }));
  }

  globalThis.clickbaitZh ??= {};
  globalThis.clickbaitZh.headlines = Object.freeze({
    addressKey, clean, find, hanLength, hasHeadlineLength, isNavigation, leadsToArticle, normalForm, titleIndex,
  });
})();
