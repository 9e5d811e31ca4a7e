"""Convert public data sets to the corpus format, so that researchers can train on them and compare.

Users provide the files: this package neither downloads nor contains them. A reader takes the path of the files as
their authors distribute them, and yields records with ``headline`` and ``label`` (0/1) or ``grade`` or
``source_topic``.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.corpus.format import CorpusError

Record = dict[str, str]


@dataclass(frozen=True)
class PublicSet:
    """A known data set: content, file format, licence, citation and reader."""

    name: str
    language: str
    content: str
    expects: str
    licence: str
    citation: str
    read: Callable[[Path], Iterator[Record]]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except UnicodeDecodeError:
        raise CorpusError(f"{path}: not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from None


_TITLES = ("headline", "title", "text", "content", "标题")
_LABELS = ("label", "class", "clickbait", "target", "标签")


def _labelled_table(path: Path) -> Iterator[Record]:
    """CSV or TSV, either with a header that has a title and a 0/1 label, or with a label and a title per row."""
    lines = list(_lines(path))
    if not lines:
        raise CorpusError(f"{path}: empty file")
    delimiter = "\t" if "\t" in lines[0][1] else ","
    rows = list(csv.reader((text for _, text in lines), delimiter=delimiter))
    header = [cell.strip().lower() for cell in rows[0]]
    title = next((header.index(name) for name in _TITLES if name in header), None)
    label = next((header.index(name) for name in _LABELS if name in header), None)
    if title is not None and label is not None:
        rows, first = rows[1:], 2
    else:
        binary = [k for k, cell in enumerate(rows[0]) if cell.strip() in ("0", "1")]
        if not binary or len(rows[0]) < 2:
            raise CorpusError(f"{path}:1: neither a header with title and label nor a row with a 0/1 label")
        label, first = binary[0], 1
        title = next(k for k in range(len(rows[0])) if k != label)
    for number, row in enumerate(rows, first):
        if len(row) <= max(title, label) or row[label].strip() not in ("0", "1"):
            raise CorpusError(f"{path}:{number}: no title with a 0/1 label")
        yield {"headline": row[title].strip(), "label": row[label].strip()}


def _nlpcc(path: Path) -> Iterator[Record]:
    """``topic TAB title``, the title segmented by spaces; the topics are NLPCC's own 18."""
    for number, line in _lines(path):
        topic, tab, title = line.partition("\t")
        if not tab:
            raise CorpusError(f"{path}:{number}: expected topic TAB title")
        yield {"headline": "".join(title.split()), "source_topic": topic.strip()}


def _toutiao(path: Path) -> Iterator[Record]:
    """``id_!_code_!_category_!_title_!_keywords``."""
    for number, line in _lines(path):
        parts = line.split("_!_")
        if len(parts) < 4:
            raise CorpusError(f"{path}:{number}: expected id_!_code_!_category_!_title_!_keywords")
        yield {"headline": parts[3].strip(), "source_topic": parts[2]}


def _chakraborty(path: Path) -> Iterator[Record]:
    """A folder with ``clickbait_data`` and ``non_clickbait_data`` (or .gz/.txt), a headline per line."""
    for stem, label in (("clickbait_data", "1"), ("non_clickbait_data", "0")):
        found = next((path / f"{stem}{end}" for end in ("", ".gz", ".txt") if (path / f"{stem}{end}").is_file()), None)
        if found is None:
            raise CorpusError(f"{path}: no {stem} (or .gz, .txt) in this folder")
        for _, line in _lines(found):
            yield {"headline": line.strip(), "label": label}


def _webis(path: Path) -> Iterator[Record]:
    """A folder with ``instances.jsonl`` (id, postText) and ``truth.jsonl`` (id, truthMean 0-1)."""
    truth: dict[str, float] = {}
    for number, line in _lines(path / "truth.jsonl"):
        try:
            record = json.loads(line)
            truth[str(record["id"])] = float(record["truthMean"])
        except (ValueError, KeyError, TypeError):
            raise CorpusError(f"{path / 'truth.jsonl'}:{number}: expected JSON with id and truthMean") from None
    for number, line in _lines(path / "instances.jsonl"):
        try:
            record = json.loads(line)
            key, text = str(record["id"]), " ".join(record["postText"]).strip()
        except (ValueError, KeyError, TypeError):
            raise CorpusError(f"{path / 'instances.jsonl'}:{number}: expected JSON with id and postText") from None
        if key not in truth:
            raise CorpusError(f"{path / 'instances.jsonl'}:{number}: id {key} is not in truth.jsonl")
        if text:
            yield {"headline": text, "grade": f"{3 * truth[key]:.4g}"}


_CHECK = "not stated in the files: ask the authors before use"
SETS: dict[str, PublicSet] = {
    item.name: item
    for item in (
        PublicSet(
            "wcd", "zh-CN", "WeChat article titles, clickbait or not", "CSV/TSV with title and 0/1 label", _CHECK,
            "Liu, T. et al. (2022). Clickbait detection on WeChat. Knowledge-Based Systems. "
            "doi:10.1016/j.knosys.2022.108605", _labelled_table,
        ),
        PublicSet(
            "hancd", "zh-CN", "Sina, Tencent, The Paper and WeChat titles", "CSV with title and 0/1 label", _CHECK,
            "SPT-CD / HanCD: Soft prompt tuning for clickbait detection (repository zhuyiYZU/SPT-CD)", _labelled_table,
        ),
        PublicSet(
            "nlpcc2017", "zh-CN", "headlines of 18 topics (no bait label)", "topic TAB segmented title", _CHECK,
            "Qiu, X., Gong, J., Huang, X. (2017). Overview of the NLPCC 2017 shared task: Chinese news headline "
            "categorization. arXiv:1706.02883", _nlpcc,
        ),
        PublicSet(
            "toutiao", "zh-CN", "Toutiao titles of 15 categories (no bait label)",
            "id_!_code_!_category_!_title_!_keywords", _CHECK,
            "toutiao-text-classification-dataset (public collection)", _toutiao,
        ),
        PublicSet(
            "chakraborty2016", "en", "headlines, clickbait or not",
            "folder with clickbait_data and non_clickbait_data", _CHECK,
            "Chakraborty, A. et al. (2016). Stop Clickbait. ASONAM 2016. arXiv:1610.09786", _chakraborty,
        ),
        PublicSet(
            "webis17", "en", "tweets with a mean bait score of five annotators",
            "folder with instances.jsonl and truth.jsonl", "see the set's record at webis.de",
            "Potthast, M. et al. (2018). Crowdsourcing a large corpus of clickbait on Twitter. COLING 2018", _webis,
        ),
    )
}  # fmt: skip


def convert(name: str, source: Path, target: Path) -> int:
    """Write the data set as a CSV in the corpus format. Returns the number of rows.

    Raises CorpusError, and writes nothing, for an unknown name and for a file in another format.
    """
    if name not in SETS:
        raise CorpusError(f"unknown set {name!r}: use one of {', '.join(SETS)}")
    records = [record for record in SETS[name].read(source) if record["headline"]]
    if not records:
        raise CorpusError(f"{source}: no headline found")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", *records[0]], lineterminator="\n")
        writer.writeheader()
        for number, record in enumerate(records, 1):
            writer.writerow({"id": f"{name}-{number}", **record})
    return len(records)
