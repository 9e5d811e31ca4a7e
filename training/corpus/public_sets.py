"""Convert public data sets to the corpus format, so that researchers can train on them and compare.

Users provide the files: this package neither downloads nor contains them. A reader takes the path of the files as
their authors distribute them, and what a user says of them. It yields records with ``headline`` and ``label`` (0/1) or
``grade``, or with ``topic`` and ``source_topic`` where the set does not say what is bait.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tabular.cells import as_text
from tabular.columns import HEADLINE, NAMES, folded
from tabular.dialect import Dialect
from tabular.errors import RecordError, TableError
from tabular.files import STANDARD, check_output, kind_of, standard_input
from tabular.options import TableOptions
from tabular.reader import cells_of, remedy, rows_of
from tabular.records import decoded, lines_of, records_of, without_bom
from tabular.streams import open_text, reading, text_file
from tabular.writer import output_format, write_table
from training.corpus.format import CorpusError

_FOUND = TableOptions()

Record = dict[str, str]


@dataclass(frozen=True)
class PublicSet:
    """A known data set: content, file format, licence, citation and reader; whether its rows say what is bait."""

    name: str
    language: str
    content: str
    expects: str
    licence: str
    citation: str
    read: Callable[[Path, TableOptions], Iterator[Record]]
    labelled: bool = True

    @property
    def use(self) -> str:
        """What a conversion of it is for."""
        if self.labelled:
            return "'clickbait train', 'evaluate' and 'data check'"
        return "'clickbait vectors' and 'score'; it does not say what is bait, so 'train' and 'evaluate' refuse it"


def _lines(path: Path, options: TableOptions) -> Iterator[tuple[int, str]]:
    """The lines of a text, in any encoding, with their numbers; empty ones are left out."""
    with reading(path):
        file = text_file(path, "txt", options.encoding)
        with open_text(file)[0] as stream:
            for record in records_of(Dialect("txt"), lines_of(stream)):
                raw = without_bom(record.raw) if record.line == 1 else record.raw
                try:
                    text = decoded(raw, file.encoding)
                except RecordError as error:
                    raise CorpusError(f"{path}:{record.line}: {error}; {remedy(error, file)}") from None
                if text.strip():
                    yield record.line, text


_TITLES = (*NAMES[HEADLINE], "text", "content")


def _labelled_table(path: Path, options: TableOptions) -> Iterator[Record]:
    """A table with a header that has a title and a 0/1 label, or with a label and a title a row."""
    title = label = -1
    for item in _table(path, options):
        if isinstance(item, RecordError):
            raise CorpusError(str(item))
        line, row = item
        if title < 0:
            header = [folded(cell) for cell in row]
            wanted = (folded(options.column),) if options.column else _TITLES
            title = next((header.index(name) for name in wanted if name in header), -1)
            label = next((header.index(name) for name in NAMES["label"] if name in header), -1)
            if title >= 0 and label >= 0:
                continue
            binary = [k for k, cell in enumerate(row) if cell.strip() in ("0", "1")]
            if not binary or len(row) < 2:
                raise CorpusError(f"{path}:{line}: neither a header with title and label nor a row with a 0/1 label")
            label = binary[0]
            title = next(k for k in range(len(row)) if k != label)
        if len(row) <= max(title, label) or row[label].strip() not in ("0", "1"):
            raise CorpusError(f"{path}:{line}: no title with a 0/1 label")
        yield {"headline": row[title].strip(), "label": row[label].strip()}
    if title < 0:
        raise CorpusError(f"{path}: empty file")


def _table(path: Path, options: TableOptions) -> Iterator[tuple[int, list[str]] | RecordError]:
    """The cells of any table, its header first."""
    with reading(path):
        kind = kind_of(path)
    if kind not in ("jsonl", "parquet"):
        yield from cells_of(path, options)
        return
    names: list[str] = []
    for row in rows_of(path, options):
        if isinstance(row, RecordError):
            yield row
            continue
        if not names:
            names = list(row.cells)
            yield row.line, names
        yield row.line, [as_text(row.cells.get(name)) for name in names]


# Topics of the sets that say what we say; the others have no topic of ours.
_OURS = {
    "entertainment": "entertainment", "sports": "sports", "finance": "finance", "military": "politics", "tech": "tech",
    "society": "society", "world": "world", "travel": "life", "food": "life", "baby": "life", "regimen": "life",
    "fashion": "life", "edu": "life", "house": "life", "stock": "finance", "agriculture": "finance",
}  # fmt: skip


def _topic(name: str) -> Record:
    """The topic as the set calls it, and as this model does (empty where it has none of the kind)."""
    return {"topic": _OURS.get(name.removeprefix("news_"), ""), "source_topic": name}


def _nlpcc(path: Path, options: TableOptions) -> Iterator[Record]:
    """``topic TAB title``, the title segmented by spaces; the topics are NLPCC's own 18."""
    for number, line in _lines(path, options):
        topic, tab, title = line.partition("\t")
        if not tab:
            raise CorpusError(f"{path}:{number}: expected topic TAB title")
        yield {"headline": "".join(title.split()), **_topic(topic.strip())}


def _toutiao(path: Path, options: TableOptions) -> Iterator[Record]:
    """``id_!_code_!_category_!_title_!_keywords``."""
    for number, line in _lines(path, options):
        parts = line.split("_!_")
        if len(parts) < 4:
            raise CorpusError(f"{path}:{number}: expected id_!_code_!_category_!_title_!_keywords")
        yield {"headline": parts[3].strip(), **_topic(parts[2])}


def _chakraborty(path: Path, options: TableOptions) -> Iterator[Record]:
    """A folder with ``clickbait_data`` and ``non_clickbait_data`` (or .gz/.txt), a headline per line."""
    for stem, label in (("clickbait_data", "1"), ("non_clickbait_data", "0")):
        found = next((path / f"{stem}{end}" for end in ("", ".gz", ".txt") if (path / f"{stem}{end}").is_file()), None)
        if found is None:
            raise CorpusError(f"{path}: no {stem} (or .gz, .txt) in this folder")
        for _, line in _lines(found, options):
            yield {"headline": line.strip(), "label": label}


def _webis(path: Path, options: TableOptions) -> Iterator[Record]:
    """A folder with ``instances.jsonl`` (id, postText) and ``truth.jsonl`` (id, truthMean 0-1)."""
    truth: dict[str, float] = {}
    for number, line in _lines(path / "truth.jsonl", options):
        try:
            record = json.loads(line)
            truth[str(record["id"])] = float(record["truthMean"])
        except (ValueError, KeyError, TypeError):
            raise CorpusError(f"{path / 'truth.jsonl'}:{number}: expected JSON with id and truthMean") from None
    for number, line in _lines(path / "instances.jsonl", options):
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
            "categorization. arXiv:1706.02883", _nlpcc, labelled=False,
        ),
        PublicSet(
            "toutiao", "zh-CN", "Toutiao titles of 15 categories (no bait label)",
            "id_!_code_!_category_!_title_!_keywords", _CHECK,
            "toutiao-text-classification-dataset (public collection)", _toutiao, labelled=False,
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


def convert(name: str, source: Path, target: Path, options: TableOptions = _FOUND, *, excel: bool = False) -> int:
    """Write the data set as a table in the corpus format, of the kind that the target's name says. Returns the number
    of rows. ``excel`` as in ``tabular.writer``.

    Raises CorpusError or TableError, and writes nothing, for an unknown name and for a file in another format.
    """
    if name not in SETS:
        raise CorpusError(f"unknown set {name!r}: use one of {', '.join(SETS)}")
    check_output(target, [source])
    output_format(target)
    if str(source) == STANDARD:
        source = standard_input()
    try:
        records = [record for record in SETS[name].read(source, options) if record["headline"]]
    except TableError as error:
        raise CorpusError(str(error)) from None
    if not records:
        raise CorpusError(f"{source}: no headline found")
    numbered = [{"id": f"{name}-{number}", **record} for number, record in enumerate(records, 1)]
    write_table(target, list(numbered[0]), numbered, excel=excel)
    return len(records)
