"""The prior from end to end, on invented headlines."""

from pathlib import Path

import numpy as np
import pytest

from classifier import Classifier
from classifier.prediction import TOPICS
from tests.support.invented_corpus import BAIT, PLAIN, invented_corpus
from training.corpus.format import CorpusError, Row
from training.fitting.fit import fit
from training.fitting.heads import TrainingSettings
from training.real.build import Builder
from training.real.dehydrated import real_folder
from training.real.prior import bundled_prior, load_prior, save_prior
from training.real.vectors import learn_vectors

SHOUTED, PUSHED = "雨彈狂炸！全台淪陷", "快衝！買1送1 只到週日"


def real_rows() -> list[Row]:
    """What a real sample is like: several outlets, every topic, all kinds."""
    kinds = {SHOUTED: (0, 2, 0), PUSHED: (0, 1, 2), BAIT[0]: (2, 2, 0), PLAIN[0]: (0, 0, 0), PLAIN[1]: (0, 0, 0)}
    rows = []
    for number in range(400):
        text, grades = list(kinds.items())[number % len(kinds)]
        targets = dict(zip(("withheld", "sensational", "push"), map(float, grades), strict=True))
        headline = f"{text}　{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'市縣鄉鎮村'[number % 7 % 5]}{number}"
        topic, outlet = TOPICS[number % len(TOPICS)], f"報{number % 20}"
        rows.append(Row(f"{number:016x}", headline, max(grades), topic, headline, "train", outlet, targets=targets))
    return rows


@pytest.fixture(scope="module")
def builder() -> Builder:
    real, train = real_rows(), [row for row in invented_corpus() if row.split == "train"]
    texts = [row.headline for row in (*train, *real)]
    vectors = learn_vectors(lambda: texts, dimensions=5)
    random = {row.id for row in real[::2]}
    return Builder(train, real, random, ["別的一則標題"], vectors)


def test_no_headline_is_scored_by_a_model_that_saw_its_outlet(builder: Builder) -> None:
    seen: list[int] = []
    for inner, outer in builder.folds():
        outlets = {builder.rows[i].outlet for i in inner if i >= builder.written}
        assert not outlets & {builder.rows[i].outlet for i in outer}
        seen += outer.tolist()
    assert sorted(seen) == list(range(builder.written, len(builder.rows)))


def test_the_prior_is_kept_and_teaches_what_the_corpus_does_not_know(builder: Builder, tmp_path: Path) -> None:
    prior = builder.prior()
    for name in ("a.npz", "b.npz"):
        save_prior(tmp_path / name, prior)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = load_prior(tmp_path / "a.npz")
    save_prior(tmp_path / "c.npz", again)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "c.npz").read_bytes()
    assert again.terms == prior.terms and again.cuts == prior.cuts
    np.testing.assert_allclose(again.heads["bait"].weights["word"], prior.heads["bait"].weights["word"], atol=1e-2)
    rows = invented_corpus()  # labels alone, and neither shout nor push among them
    taught = Classifier(fit(rows, TrainingSettings(), corpus_digest="x", prior=again).artifact)
    assert taught.threshold == again.cuts["balanced"]["threshold"]
    shouted, pushed, plain = taught.predict([SHOUTED, PUSHED, PLAIN[0]])
    assert (shouted.label, shouted.kind, pushed.kind) == ("clickbait", "sensational", "push")
    assert plain.label == "substantive" and plain.kind is None
    for found in (shouted, pushed, plain):
        assert max(found.kinds.values()) <= found.score <= sum(found.kinds.values()) + 1e-12


def test_the_bundled_prior_holds_terms_and_no_headline() -> None:
    prior = bundled_prior()
    assert prior and set(prior.heads) == {"bait", "withheld", "sensational", "push", "topic"}
    assert max(len(term) for term in prior.terms["char"]) <= 4
    assert all(term.count("\t") <= 1 for term in prior.terms["word"])


def test_another_file_is_no_prior(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_bytes(b"nothing")
    with pytest.raises(CorpusError, match="x.npz holds no prior"):
        load_prior(tmp_path / "x.npz")
    assert (real_folder() / "prior.npz").is_file()
