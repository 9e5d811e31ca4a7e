"""Texts that are hard to read right: what headlines are made of, in any order, and what must not be in them."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = (
    # quotes and brackets, also unpaired
    *"「」『』“”‘’《》〈〉【】〔〕()（）[]",
    # marks in both widths, and runs of them
    *"!?！？.．。…‥⋯:：/／|｜,，;；、~～-–—_%％",
    "...", "......", "!!", "！？", "?!", " - ", " — ", " | ", "｜",
    # spaces of all kinds, control characters, invisible characters, lone surrogates
    *" \u3000\xa0\u2003\t\n\r\x00\x85\u2028\ufffd", "  ",
    *"\u200b\u200d\ufeff\u202e\u00ad\ufe0f\u3164\u034f\u2800\ufffc\ud800\udfff", "\U000e0041", "\ud83d\ude00",
    # numbers and what stands behind them, also in full width and as signs of their own
    *"0123456789０１２①㈠½", "3招", "5大", "10元", "1.5億", "１２％", "2026年", "第1名", "3種",
    # Latin, full width, and what is folded
    *"aZé\u0131İẞﬁ", "BUY", "ＢＵＹ", "iPhone", "news", "㍿", "㊙", "ﾊﾞ",
    # marks that join what is before them: accents, voicing signs, jamo
    *"\u0301\u0308\u3099\u309a\u1112\u1161\u11ab", "e\u0301", "か\u3099",
    # emoji, flags, families, Han above the basic plane
    "😀", "👨\u200d👩\u200d👧", "🇹🇼", "☀\ufe0f", "𠮷", "𡃁",
    # Han in both scripts, with phrases that OpenCC and the tokenizer take as one
    *"她他這那誰陳林王大小志玲明的了乾著後裡台臺薴", "乾坤", "看著", "後面", "著名", "裡麵", "头发", "発",
    "妳", "牠", "裏", "計畫", "甚麼", "沈默",
    # words of the lexicon, parties, and outlets' names at the end
    "曝光", "原因曝光", "傻眼", "網友", "女星", "快訊", "這招", "一句話", "千萬別", "全場", "醫師", "行政院長",
    "民進黨", "綠營", "白委", "國民黨", " | 測試日報", "｜某某新聞網", " - 中央社",
    "｜三立新聞網", "_新浪网", "-新华网",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.characters(codec=None)), max_size=25).map("".join)
HEADLINES = st.lists(TEXTS, max_size=5)
