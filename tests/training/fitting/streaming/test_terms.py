"""Streamed features against scikit-learn's pipeline."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from classifier.heads import GROUPS
from classifier.text.batch import read_batch
from classifier.text.tokenizer import tokenizer
from tests.conftest import HEADLINES
from training.corpus.format import CorpusError, Row
from training.fitting.heads import TrainingSettings
from training.fitting.pipeline import build_features, char_terms, word_terms
from training.fitting.streaming.chunks import check_space, chunk_of, read_chunk, write_chunk
from training.fitting.streaming.spool import Spool, Vectors
from training.fitting.streaming.term_selection import Counters, RunningCounts, TermSelection, choose, spell
from training.fitting.streaming.terms import TERMS, term_text

ODD = [
    "",
    "a",
    " ",
    "　\u200b",
    "AC/DC 開唱！！",
    "「蔡英文」訪美　川普：會",
    "\n兩行\n標題",
    "3種3種3種",
    "標\x00題\ud800",
]


def choose_from(rows: list[Row], folder: Path, min_df: int, most: int) -> tuple[list[Path], TermSelection]:
    """Chunks and vocabulary of these rows."""
    chunks = []
    counters = Counters(GROUPS)
    for start in range(0, len(rows), 500):
        chunks.append(folder / f"{start}.chunk")
        write_chunk(chunks[-1], chunk_of(rows[start : start + 500], TrainingSettings()))
        counters.add([row.headline for row in rows[start : start + 500]])
    for group, candidates in counters.candidates(min_df, most).items():
        np.save(folder / f"{group}.npy", candidates)
    return chunks, choose(chunks, folder, GROUPS, min_df, most, lambda _: None)


@pytest.mark.parametrize(("group", "reference"), [("char", char_terms), ("word", word_terms)])
def test_every_occurrence_has_the_text_that_the_pipeline_finds(group: str, reference: object) -> None:
    batch = read_batch(HEADLINES + ODD, tokenizer())
    found: list[list[str]] = [[] for _ in range(batch.count)]
    terms = TERMS[group](batch)
    for row, place in zip(terms.row.tolist(), terms.place.tolist(), strict=True):
        found[row].append(term_text(group, batch, place))
    assert [sorted(row) for row in found] == [sorted(reference(text)) for text in HEADLINES + ODD]  # type: ignore[operator]


def test_streamed_vectors_are_those_of_the_pipeline(corpus: list[Row], tmp_path: Path) -> None:
    rows = corpus[::20]
    chunks, vocabulary = choose_from(rows, tmp_path, 2, 10**6)
    features = build_features(min_df=2, style_scale=0.07)
    headlines = [row.headline for row in rows]
    expected = features.fit_transform(headlines)
    terms = spell(chunks, vocabulary)
    columns, start = [], 0
    for name, transformer in features.transformer_list:
        if name == "style":
            scale = transformer.named_steps["scale"].scale_
            np.testing.assert_allclose(vocabulary.style_scale, scale, rtol=1e-9)
            columns.append(np.arange(expected.shape[1] - start) + start)
            continue
        names = transformer.get_feature_names_out().tolist()
        assert sorted(terms[name]) == names
        columns.append(start + np.searchsorted(names, terms[name]))
        idf = transformer.idf_[columns[-1] - start]
        assert np.array_equal(vocabulary.idf(name), idf)
        start += len(names)
    matrix = Vectors(vocabulary, GROUPS, 0.07).matrix(read_batch(headlines, tokenizer()))
    assert matrix.nnz == vocabulary.values
    difference = matrix - expected.tocsr()[:, np.concatenate(columns)]
    assert abs(difference).max() < 1e-6


def test_the_most_frequent_terms_are_chosen_up_to_the_limit(corpus: list[Row], tmp_path: Path) -> None:
    rows = corpus[:1000]
    (tmp_path / "all").mkdir()
    every = choose_from(rows, tmp_path / "all", 1, 10**6)[1]
    few = choose_from(rows, tmp_path, 1, 700)[1]
    frequencies = np.sort(np.concatenate(list(every.frequency.values())))[::-1]
    assert sum(map(len, few.keys.values())) == 700
    assert np.array_equal(np.sort(np.concatenate(list(few.frequency.values())))[::-1], frequencies[:700])
    for group, keys in few.keys.items():
        where = every.keys[group].searchsorted(keys)
        assert np.array_equal(every.keys[group][where], keys)
        assert np.array_equal(every.frequency[group][where], few.frequency[group])


def test_rare_terms_are_left_out(corpus: list[Row], tmp_path: Path) -> None:
    vocabulary = choose_from(corpus[:1000], tmp_path, 3, 10**6)[1]
    assert min(int(found.min()) for found in vocabulary.frequency.values()) == 3


def test_a_tally_adds_up_whatever_the_order() -> None:
    rng = np.random.default_rng(0)
    parts = [(keys := np.unique(rng.integers(0, 99, 40, np.uint64)), rng.integers(1, 9, len(keys))) for _ in range(9)]
    totals = []
    for order in (parts, parts[::-1]):
        tally = RunningCounts()
        for part in order:
            tally.add(*part)
            tally.total()
        totals.append(tally.total())
    assert all(np.array_equal(a, b) for a, b in zip(*totals, strict=True))
    assert totals[0][1].sum() == sum(int(counts.sum()) for _, counts in parts)


def test_a_chunk_comes_back_as_it_was_written(tmp_path: Path) -> None:
    rows = [
        Row("1", "標\x00題\ud800", 1.5, "life", "f", "train", ""),
        Row("2", "兩\n行", 3, "", "f", "train", "", False),
    ]
    write_chunk(tmp_path / "chunk", chunk_of(rows, TrainingSettings()))
    chunk = read_chunk(tmp_path / "chunk")
    assert chunk.headlines == ["標\x00題\ud800", "兩 行"]
    assert chunk.labels["grade"].tolist() == [2, 3] and chunk.labels["topic"][1] == -1
    assert chunk.labels["weight"].tolist() == [1.0, 1.0] and len(set(chunk.labels["family"])) == 1


def test_each_shard_is_a_mixture_and_families_are_held_out_whole(corpus: list[Row], tmp_path: Path) -> None:
    rows = sorted((row for row in corpus[:3000] if row.split == "train"), key=lambda row: row.grade)
    labels = chunk_of(rows, TrainingSettings()).labels
    numbers = np.arange(1, len(rows) + 1, dtype=np.float32)  # a matrix that tells its rows apart
    spool = Spool(tmp_path, len(rows), 2, 0, shard_rows=300)
    for start in range(0, len(rows), 500):
        part = numbers[start : start + 500]
        spool.add(csr_matrix(np.stack([part, np.ones_like(part)], axis=1)), labels[start : start + 500])
    shards = [spool.read(number) for number in range(spool.count)]
    held_out = spool.held_out()
    everything = [*shards, held_out]
    assert len(shards) == -(-len(rows) // 300) and all(len(shard.labels) > 150 for shard in shards)
    share = (labels["grade"] >= 2).mean()
    assert all(abs((shard.labels["grade"] >= 2).mean() - share) < 0.15 for shard in shards)
    places = np.concatenate([shard.matrix[:, [0]].toarray().ravel() for shard in everything]).astype(int) - 1
    assert sorted(places.tolist()) == list(range(len(rows)))
    assert np.array_equal(np.concatenate([shard.labels for shard in everything]), labels[places])
    assert not set(held_out.labels["family"]) & set(np.concatenate([shard.labels["family"] for shard in shards]))
    assert 0.1 < len(held_out.labels) / len(rows) < 0.9


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no space for the training matrices .* TMPDIR"):
        check_space(tmp_path, 1 << 60)
