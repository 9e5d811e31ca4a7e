import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.messages.catalogue import catalogue_of
from console.messages.templates import FIELD, translated

CATALOGUE = catalogue_of("zh_TW")
assert CATALOGUE is not None
MESSAGES = sorted(CATALOGUE.messages.items())
VALUES = st.text("abxy019./_-標題é", min_size=1, max_size=12)


@pytest.fixture(autouse=True)
def taiwan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_TW")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def said(text: str, values: dict[str, str]) -> str:
    return FIELD.sub(lambda field: values[field[1]], text)


@given(data=st.data())
@settings(max_examples=2)
@pytest.mark.parametrize(("message", "translation"), [pair for pair in MESSAGES if "{" in pair[0]])
def test_a_message_with_any_values_is_translated_with_them(data: st.DataObject, message: str, translation: str) -> None:
    if not any(len(part.strip(" :;,.()'")) > 1 for part in FIELD.split(message)[::2]):
        return  # a form for other messages
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "zh_TW")
        values = {name: data.draw(VALUES, label=name) for name in FIELD.findall(message)}
        assert translated(said(message, values)) == said(translation, values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no headline", "沒有標題"),
        # a file and its line in front of a message, and a remedy behind
        ("a b.csv:3: grade '9' is not a number from 0 to 3", "a b.csv:3：grade '9' 不是 0 到 3 的數字"),
        (
            "x.jsonl:2: broken JSON: Expecting value: line 1 column 2 (char 1); write one JSON object a line",
            "x.jsonl:2：JSON 有誤：應為一個值：第 1 行第 2 欄（字元 1）；請每行寫一個 JSON 物件",
        ),
        # a message in a message, and names that are joined
        (
            "score needs the extras server and train: pip install 'clickbait-zh[server,train]'",
            "score需要選用套件 server、train：pip install 'clickbait-zh[server,train]'",
        ),
        ("the train split has only clickbait headlines: training needs both classes in every split",
         "切分 train 只有 clickbait 的標題：訓練時每個切分都需要兩個類別"),
        ("[Errno 2] No such file or directory: 'x'", "'x'：沒有這個檔案或資料夾（錯誤碼 2）"),
    ],
)  # fmt: skip
def test_messages_are_put_together_as_they_are_in_english(text: str, expected: str) -> None:
    assert translated(text) == expected


@pytest.mark.parametrize(
    "name",
    ["no headlines and more.csv", "in a/no headline.csv", "empty row; x.csv", "a:b，c：d.csv", "{path}", "\\g<0>"],
)
def test_what_a_user_calls_a_file_stays_as_it_is(name: str) -> None:
    assert name in translated(f"{name} cannot be written: no permission")
    assert name in translated(f"{name} exists already: delete it or choose another OUT")


@given(st.text(max_size=60))
def test_any_other_text_is_no_error(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "zh_TW")
        assert isinstance(translated(text), str)
        patch.setenv("LANGUAGE", "en")
        assert translated(text) == text
