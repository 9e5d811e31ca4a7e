from training.corpus.duplicates import near_duplicates


def test_near_duplicates_are_found_across_scripts() -> None:
    headlines = ["立院三讀修正托育條例", "立院三读修正托育条例 明年上路", "完全不同的一則標題", "短"]
    pairs = list(near_duplicates(headlines))
    assert [(i, j) for i, j, _ in pairs] == [(0, 1)]
    assert list(near_duplicates(headlines[:1], headlines[1:2])) == [(0, 0, pairs[0][2])]
    assert list(near_duplicates([])) == [] and list(near_duplicates(["短"], ["長"])) == []
