from pathlib import Path

import pytest

from classifier.heads import KINDS
from training.corpus import adopt
from training.corpus.adopt import join_families, main, read_slice
from training.corpus.format import CorpusError, read_corpus


def test_a_slice_becomes_records(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text("0|politics|1|立院三讀托育條例\n\n210|life|2|這1招|超神\n", encoding="utf-8")
    first, second = read_slice(path)
    assert (first["id"], first["family"], first["outlet"]) == ("wire-0001", "wire-1", "wire")
    assert second["headline"] == "這1招|超神"
    assert [second[kind] for kind in KINDS] == ["2", "1", "0"] and first["push"] == "0"


@pytest.mark.parametrize(
    "line", ["0|politics|標題", "5|politics|1|標題", "22|politics|1|標題", "0|cats|1|標題", "0|life|1| "]
)
def test_a_bad_line_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(f"0|life|1|好的\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="wire.txt:2: expected grade"):
        read_slice(path)


def test_near_duplicates_share_a_family_and_repeats_go(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    lines = ["立院三讀修正托育條例補助延長", "立院三讀修正托育條例補助再延長", "完全不同的新聞", "完全不同的新聞"]
    path.write_text("".join(f"0|politics|{i}|{h}\n" for i, h in enumerate(lines)), encoding="utf-8")
    records = join_families(read_slice(path))
    assert [r["headline"] for r in records] == lines[:3]
    assert records[0]["family"] == records[1]["family"] != records[2]["family"]
    assert records[0]["split"] == records[1]["split"]


def test_rows_near_the_challenge_set_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, challenge = tmp_path / "headlines", tmp_path / "challenge"
    folder.mkdir()
    challenge.mkdir()
    (challenge / "c.csv").write_text("headline,grade\n立院三讀修正托育條例補助延長,0\n", encoding="utf-8")
    monkeypatch.setattr(adopt, "bundled_corpus", lambda: folder)
    (tmp_path / "a.txt").write_text("0|life|1|立院三讀修正托育條例補助再延長\n0|life|2|油價調漲\n", encoding="utf-8")
    assert main([str(tmp_path / "a.txt")]) == 0
    assert [row.headline for row in read_corpus([folder])] == ["油價調漲"]


def test_adopting_a_slice_again_replaces_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "headlines"
    folder.mkdir()
    monkeypatch.setattr(adopt, "bundled_corpus", lambda: folder)
    for name, text in (("a", "舊的標題在這裡"), ("b", "另一台的新聞"), ("a", "新的標題換掉它")):
        (tmp_path / f"{name}.txt").write_text(f"0|life|1|{text}\n", encoding="utf-8")
        assert main([str(tmp_path / f"{name}.txt")]) == 0
    assert {row.headline for row in read_corpus([folder])} == {"另一台的新聞", "新的標題換掉它"}


def test_headlines_that_name_different_parties_both_stay(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    lines = ["民進黨今天公布初選名單", "國民黨今天公布初選名單", "国民党今天公布初选名单 | 中央社"]
    path.write_text("".join(f"0|politics|{i}|{h.replace('|', '｜')}\n" for i, h in enumerate(lines)), encoding="utf-8")
    records = join_families(read_slice(path))
    assert [r["headline"] for r in records] == lines[:2]
    assert records[0]["family"] == records[1]["family"]  # near duplicates for the model
