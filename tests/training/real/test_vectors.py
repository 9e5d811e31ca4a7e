import random
from pathlib import Path

import numpy as np
import pytest

from console.cli import main
from training.corpus.format import CorpusError
from training.real.vectors import WordVectors, learn_vectors, load_vectors, save_vectors

FRUITS, CITIES = ["苹果", "香蕉", "葡萄", "西瓜"], ["台北", "高雄", "台中", "台南"]


def headlines() -> list[str]:
    """Fruits are eaten, cities have weather: words of one kind are used alike."""
    rng = random.Random(0)
    eaten = [f"今天吃{rng.choice(FRUITS)} 很甜 很好吃" for _ in range(400)]
    rainy = [f"明天{rng.choice(CITIES)}下雨 氣溫下降" for _ in range(400)]
    return eaten + rainy


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return learn_vectors(headlines, dimensions=6)


def test_words_that_are_used_alike_are_near(vectors: WordVectors) -> None:
    near = {word for word, _ in vectors.neighbours("苹果", 3)}
    assert near <= {*FRUITS} - {"苹果"}
    assert np.allclose(np.linalg.norm(vectors.unit(), axis=1), 1)
    with pytest.raises(KeyError):
        vectors.neighbours("鳳梨")


def test_the_same_headlines_give_the_same_bytes(vectors: WordVectors, tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        save_vectors(tmp_path / name, learn_vectors(headlines, dimensions=6))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = load_vectors(tmp_path / "a.npz")
    assert again.words == vectors.words and np.array_equal(again.vectors, vectors.vectors)


def test_too_few_words_and_foreign_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="vectors need more headlines"):
        learn_vectors(lambda: ["一則標題"])
    (tmp_path / "x.npz").write_bytes(b"nothing")
    with pytest.raises(CorpusError, match="x.npz holds no word vectors"):
        load_vectors(tmp_path / "x.npz")


@pytest.mark.slow
def test_the_command_reads_an_archive_and_training_uses_the_vectors(
    tmp_path: Path, small_csv: Path, few_pages: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "archive.csv"
    archive.write_text("title\n" + "\n".join(headlines()) + "\n", encoding="utf-8")
    out = tmp_path / "own.npz"
    call = ["vectors", str(archive), "--column", "title", "--dimensions", "6", "--out", str(out), "--near", "台北"]
    assert main(call) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].endswith(f"words of 6 dimensions written to {out}") and shown[1].startswith("台北: ")
    trained = ["train", "--data", str(small_csv), "--no-real", "--vectors", str(out), "--pages", few_pages]
    assert main([*trained, "--out", str(tmp_path / "model")]) == 0
