// The rules of extension/headlines.js. Every headline is invented.
import assert from "node:assert/strict";
import { test } from "node:test";

import "../../extension/headlines.js";

const { addressKey, clean, find, hanLength, hasHeadlineLength, isNavigation, leadsToArticle, normalForm, titleIndex } =
  globalThis.clickbaitZh.headlines;
const HEADLINE = "海風港擴建工程動工 預計2029年完工";
const OWN = "海風市公車新路線週一上路 行經三所醫院";
const PAGE = { url: "https://news.example/city/2026030001", titles: [OWN, `${OWN}｜海風日報`] };

function piece(text, changes = {}) {
  return { text, tag: "a", names: [], size: 16, source: "text", ...changes };
}

function at(tag, ...names) {
  return { tag, role: "", names };
}

function link(text = HEADLINE, changes = {}) {
  return {
    href: "https://news.example/city/2026030204", texts: [piece(text)], tooltip: "", lineShare: 1, item: 1,
    path: [at("a"), at("li"), at("ul"), at("aside")], ...changes,
  };
}

function texts(links) {
  return find(links, PAGE).map(({ text }) => text);
}

test("a headline in a sidebar is found", () => {
  assert.deepEqual(find([link()], PAGE), [{ text: HEADLINE, link: 0, piece: 0 }]);
});

test("Chinese characters are counted, whatever stands between them", () => {
  assert.equal(hanLength("《A股》漲3% ﹏ 𠮷野家"), 5);
  assert.equal(hanLength(""), 0);
});

test("8 to 60 Chinese characters are a headline's length", () => {
  assert.ok(!hasHeadlineLength("七個字還不夠呢"));
  assert.ok(hasHeadlineLength("八個字剛剛好夠了"));
  assert.ok(hasHeadlineLength("字".repeat(60)));
  assert.ok(!hasHeadlineLength("字".repeat(61)));
  assert.ok(!hasHeadlineLength("八個字剛剛好夠了" + "x".repeat(200)));
});

test("white space and bullets are no part of a headline", () => {
  assert.equal(clean("\n ‧ 海風港\u3000擴建\u200b "), "海風港 擴建");
});

for (const [why, href] of Object.entries({
  "a script": "javascript:void(0)",
  "a mail": "mailto:desk@news.example",
  "the same page": `${PAGE.url}#comments`,
  "the same page with tracking": `${PAGE.url}?utm_source=latest&fbclid=1`,
  "the same page for phones": "http://m.news.example/city/2026030001/",
  "the front page": "https://news.example/",
  "a list of a topic": "https://news.example/tag/%E5%85%AC%E8%BB%8A",
  "a search": "https://news.example/search?q=bus",
  "a form of words, no address": "http://[",
})) {
  test(`a link to ${why} is no headline`, () => assert.deepEqual(texts([link(HEADLINE, { href })]), []));
}

for (const href of [
  "https://other.example/story/abc-def-ghi", "https://news.example/?id=20260301", "https://news.example/list/2026030204",
  "https://news.example/topic/5/article.html", "https://ads.example/click?to=9",
]) {
  test(`${href} may lead to an article`, () => {
    assert.ok(leadsToArticle(href));
    assert.deepEqual(texts([link(HEADLINE, { href })]), [HEADLINE]);
  });
}

test("addresses are compared without what does not matter, and with what does", () => {
  assert.equal(addressKey("https://www.news.example/a/?b=2&a=1&utm_medium=x#c"), addressKey("http://news.example/a?a=1&b=2"));
  assert.notEqual(addressKey("https://news.example/a?id=1"), addressKey("https://news.example/a?id=2"));
  assert.equal(addressKey("ftp://news.example/a"), null);
});

test("menus, breadcrumbs and the foot of the page are navigation", () => {
  for (const place of [
    at("nav"), at("footer"), at("form"), at("div", "breadcrumb"), at("ul", "main-menu"), at("div", "tag-list"),
    { tag: "div", role: "navigation", names: [] },
  ]) {
    assert.ok(isNavigation([at("a"), at("li"), place]), JSON.stringify(place));
  }
  assert.ok(isNavigation([at("a"), at("header")]));
});

test("what only sounds like navigation is none", () => {
  for (const place of [at("div", "menu-open"), at("section", "tag-news"), at("main", "nav"), at("div", "footer-hot-news")]) {
    assert.ok(!isNavigation([at("a"), at("li"), place]), JSON.stringify(place));
  }
  assert.ok(!isNavigation([at("a"), at("header"), at("article")]));
});

test("the article's own headline is not marked, in full, cut short or in another width", () => {
  assert.deepEqual(texts([link(OWN), link("海風市公車新路線週一上路…"), link(OWN.replace(" ", "　"))]), []);
  assert.deepEqual(texts([link("海風市公車新路線三天後停駛 民眾抱怨")]).length, 1);
});

test("a link inside a sentence is no headline, one on its own line is", () => {
  assert.deepEqual(texts([link(HEADLINE, { lineShare: 0.3 })]), []);
  assert.deepEqual(texts([link(HEADLINE, { lineShare: 0.8 })]), [HEADLINE]);
});

test("policies, subscriptions and 'more' are no headlines", () => {
  for (const text of ["隱私權政策與服務條款說明", "立即下載海風日報官方APP", "更多海風市今天的地方新聞", "版权所有海风日报转载必究"]) {
    assert.deepEqual(texts([link(text)]), [], text);
  }
});

test("picture and title of one teaser are one headline, that of the words", () => {
  const picture = link(HEADLINE, { texts: [piece(HEADLINE, { tag: "img", source: "image" })] });
  const found = find([picture, link()], PAGE);
  assert.deepEqual(found, [{ text: HEADLINE, link: 1, piece: 0 }]);
  assert.deepEqual(find([picture], PAGE).length, 1);
});

test("the same headline in two places is marked in both", () => {
  assert.equal(find([link(), link(HEADLINE, { item: 2 })], PAGE).length, 2);
});

test("of title and summary the title wins, whichever comes first", () => {
  const title = link(HEADLINE, { path: [at("a"), at("h3"), at("li")] });
  const summary = link("海風市政府今天舉行動工典禮並說明工期與經費", { path: [at("a"), at("p"), at("li")] });
  assert.deepEqual(texts([summary, title]), [HEADLINE]);
  assert.deepEqual(texts([title, summary]), [HEADLINE]);
});

test("within one link the heading wins, then a title by name, then words, then large type", () => {
  const summary = piece("海風市政府今天舉行動工典禮並說明工期", { size: 14 });
  assert.equal(titleIndex([summary, piece(HEADLINE, { tag: "h3", size: 12 })]), 1);
  assert.equal(titleIndex([summary, piece(HEADLINE, { names: ["card-title"], size: 12 })]), 1);
  assert.equal(titleIndex([piece(HEADLINE, { source: "image", size: 40 }), summary]), 1);
  assert.equal(titleIndex([summary, piece(HEADLINE, { size: 20 })]), 1);
  assert.equal(titleIndex([piece("2小時前"), summary]), 1);
  assert.equal(titleIndex([piece(HEADLINE, { size: 0 })]), -1);
  assert.equal(titleIndex([]), -1);
});

test("a headline that the page cut short is read from its tooltip", () => {
  assert.deepEqual(texts([link("海風港擴建工程動工…", { tooltip: HEADLINE })]), [HEADLINE]);
  assert.deepEqual(texts([link("海風港擴建工程動工...", { tooltip: "點擊閱讀這一篇完整的報導" })]), ["海風港擴建工程動工..."]);
});

test("pictures, their credits and topics by name are no headlines", () => {
  const topic = "/feature/%E5%85%AC%E8%BB%8A%E8%99%9F748%E6%A2%9D%E4%BE%8B"; // 748 and a percent sign are no four digits
  assert.deepEqual(texts([link(HEADLINE, { href: `https://news.example${topic}` })]), []);
  assert.deepEqual(texts([link(HEADLINE, { href: "https://news.example/photo/2026030204.jpg" })]), []);
  assert.deepEqual(texts([link(HEADLINE, { href: "https://photo.example/view?u=/2026030204.jpg" })]), []);
  assert.deepEqual(texts([link("海風港擴建工程上週動工的現場（記者林海樹攝）")]), []);
  assert.deepEqual(texts([link("海風港擴建工程上週動工的現場（圖／海風市政府提供）")]), []);
  assert.deepEqual(texts([link(HEADLINE, { figure: true, texts: [piece(HEADLINE, { tag: "img", source: "image" })] })]), []);
  assert.deepEqual(texts([link("海風港攝影展開幕 百張老照片免費看")]).length, 1);
});

test("a sponsored link of a program and a video that plays here are headlines", () => {
  assert.deepEqual(texts([link(HEADLINE, { href: "https://news.example/app/program/click.php?no=2026030204" })]), [HEADLINE]);
  assert.deepEqual(texts([link(HEADLINE, { href: "https://news.example/search/index.php?q=2026030204" })]), []);
  const video = { href: `${PAGE.url}#`, opens: true, texts: [piece(HEADLINE, { tag: "h3" })] };
  assert.deepEqual(texts([link(HEADLINE, video)]), [HEADLINE]);
  assert.deepEqual(texts([link(HEADLINE, { ...video, opens: false })]), []);
});

test("normal forms hold letters and digits only", () => {
  assert.equal(normalForm("Ａ：海風港「擴建」 ２０２９！"), "a海風港擴建2029");
});

test("without links there is nothing, and a page needs no titles", () => {
  assert.deepEqual(find([], PAGE), []);
  assert.equal(find([link()], { url: PAGE.url, titles: [] }).length, 1);
});

for (const [why, text] of Object.entries({
  "a byline": "記者王小明陳大文李美麗海風報導",
  "a byline of a desk": "海風日報生活中心綜合整理報導",
  "a correspondent": "海風市特約記者 王小明",
  "a date": "中華民國一百一十五年三月一日星期日",
  "a tag": "#颱風海棠最新路徑消息",
  "a count of comments": "共有128則網友留言討論這篇文章",
  "the next page": "下一頁：颱風海棠路徑最新消息二",
  "a request to follow": "想看最新消息，立即 like 海風日報FB專頁！",
  "rules of the site": "海風日報網站用戶管理制度",
})) {
  test(`${why} is no headline`, () => assert.deepEqual(texts([link(text)]), []));
}

for (const [why, href] of Object.entries({
  "a share": "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fnews.example%2Flife%2F2026030101",
  "a message": "https://line.me/R/msg/text/?2026030101",
  "a shop for programs": "https://apps.apple.com/tw/app/id123456789",
  "the comments of an article": "https://news.example/life/2026030101#comments",
  "a reporter with a number": "https://news.example/reporter/12345",
  "a tag with a number": "https://news.example/tag/20260301",
  "a day": "https://news.example/archive/20260301",
  "a paper": "https://news.example/files/report-2026-03.pdf",
})) {
  test(`${why} is no article`, () => assert.ok(!leadsToArticle(href)));
}

test("an article below a reporter's or a tag's address is one", () => {
  assert.ok(leadsToArticle("https://news.example/author/wang/2026030101"));
  assert.ok(leadsToArticle("https://news.example/life/2026030101#title"));
  assert.ok(leadsToArticle("https://blog.news.example/archives/270552"));
  assert.ok(leadsToArticle("https://blog.news.example/?p=313"));
  assert.deepEqual(texts([link(`下一篇：${HEADLINE}`)]), [`下一篇：${HEADLINE}`]);
});

test("names made of words for menus are menus, those with other words are not", () => {
  for (const name of ["tag-list-inner", "breadcrumb-nav", "GlobalNavigation", "footerMenu", "keyword-area", "cookie-consent-banner", "subscribe-box", "weather-widget", "post-tags"]) {
    assert.ok(isNavigation([at("a"), at("div", name)]), name);
  }
  for (const name of ["tag-news", "weather", "stocks", "post-tags-related", "more-news-list", "social", "pageContent", "hot"]) {
    assert.ok(!isNavigation([at("a"), at("div", name)]), name);
  }
  assert.ok(isNavigation([at("a"), at("p", "byline"), at("article")]));
  assert.ok(!isNavigation([at("a"), at("li"), at("ul"), at("section", "authors")]));
});

test("a picture of an album is no headline, a headline beside its picture is", () => {
  const href = "https://news.example/photo/2026030101";
  assert.deepEqual(texts([link("", { href, texts: [piece(HEADLINE, { tag: "img", source: "image" })] })]), []);
  assert.deepEqual(texts([link(HEADLINE, { href })]), [HEADLINE]);
});

test("names of products count beside few Chinese characters", () => {
  assert.ok(hasHeadlineLength("OPQO將首發高通海龍 5G SoC"));
  assert.ok(!hasHeadlineLength("NBA 2026 賽程表"));
  assert.ok(!hasHeadlineLength("APP下載說明"));
});
