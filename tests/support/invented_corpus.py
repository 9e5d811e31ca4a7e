"""The smallest corpus that can be trained from; none of its headlines is a real one."""

from __future__ import annotations

from training.corpus.format import Row, split_of

PLAIN = ["立院三讀托育條例", "央行維持利率不變", "台北捷運加開班次", "衛福部公布流感疫情", "高雄港貨櫃量年增"]
BAIT = ["她一句話全場傻眼", "這招超神網驚呆", "原因曝光他淚崩", "快看這3物別再吃", "女星下場曝光"]


def invented_corpus(topics: tuple[str, ...] = ("politics", "life", "finance")) -> list[Row]:
    """120 rows of the clearest kind, which a model learns in half a second."""
    rows = []
    for n in range(60):
        for grade, texts in ((0, PLAIN), (3, BAIT)):
            text = f"{texts[n % 5]}　第{n}則"
            family = f"{grade}-{n}"
            rows.append(Row(family, text, grade, topics[n % len(topics)], family, split_of(family), ""))
    return rows
