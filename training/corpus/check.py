"""Check a corpus: invalid rows, duplicates, leaks between splits, templates, balance."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from classifier.text.lexicon import lexicon
from classifier.text.normal_form import news_key
from classifier.text.normalize import normalize
from classifier.text.tokenizer import tokenizer
from tabular.headlines import each_headline
from tabular.options import TableOptions
from training.corpus.agreement import agreement, read_grades
from training.corpus.duplicates import near_duplicates
from training.corpus.format import CorpusError, Row, corpus_files, digest, iter_rows

TEMPLATE_SHARE = 0.02  # no character 4-gram may occur in more than this share of the headlines
FRAME_SHARE = 0.005  # nor any sentence frame in more than this share
_FOUND = TableOptions()
TEMPLATE_ROWS = 200  # in smaller corpora shares are not meaningful


@dataclass
class Findings:
    """Result of a check: problems to fix, and a summary as lines of text."""

    rows: int = 0
    problems: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


def check(
    paths: Sequence[Path],
    against: Sequence[Path] = (),
    options: TableOptions = _FOUND,
    told: Callable[[str], object] = lambda _: None,
) -> Findings:
    """Check corpus files, and that no row resembles a headline of the files in ``against``; ``told`` hears what is
    skipped.

    Raises CorpusError when there are no rows to check.
    """
    findings = Findings()
    rows: list[Row] = []
    files = corpus_files(paths, told)
    for path in files:
        try:
            for item in iter_rows(path, options):
                if isinstance(item, CorpusError):
                    findings.problems.append(str(item))
                else:
                    rows.append(item)
        except CorpusError as error:
            findings.problems.append(str(error))
    findings.rows = len(rows)
    if not rows and not findings.problems:
        raise CorpusError(f"nothing to check: no headlines in {', '.join(map(str, files))}")
    findings.problems += [problem for path in against for problem in _overlap(rows, path, options)]
    findings.problems += [*_repeats(rows), *_family_leaks(rows), *_near(rows), *_templates(rows)]
    findings.summary = [*balance(rows), f"digest     {digest(files)}"]
    for path in paths:
        if (grades := path.parent / "grading" / "grades.csv").is_file():
            findings.summary += agreement(rows, read_grades(grades))
    return findings


def _repeats(rows: Sequence[Row]) -> list[str]:
    problems = []
    seen: dict[str, Row] = {}
    ids: dict[str, Row] = {}
    for row in rows:
        text = news_key(row.headline)
        if text in seen:
            problems.append(f"{row.where}: same headline as {seen[text].where}: {row.headline}")
        if row.id in ids:
            problems.append(f"{row.where}: id {row.id!r} is also used at {ids[row.id].where}")
        seen.setdefault(text, row)
        ids.setdefault(row.id, row)
    return problems


def _family_leaks(rows: Sequence[Row]) -> list[str]:
    splits: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        splits[row.family].add(row.split)
    return [
        f"family {family!r} is in the splits {' and '.join(sorted(found))}: put it in one split"
        for family, found in splits.items()
        if len(found) > 1
    ]


def _near(rows: Sequence[Row]) -> list[str]:
    """Near duplicates in different splits, and those in different families of one split."""
    problems = []
    for i, j, similarity in near_duplicates([row.headline for row in rows]):
        a, b = rows[i], rows[j]
        if a.family == b.family or news_key(a.headline) == news_key(b.headline):  # those are repeats
            continue
        leak = f"leaks from {a.split} to {b.split}" if a.split != b.split else "give them one family"
        problems.append(f"{b.where}: near duplicate ({similarity:.2f}) of {a.where}, {leak}: {b.headline}")
    return problems


def _overlap(rows: Sequence[Row], path: Path, options: TableOptions) -> list[str]:
    """Rows that resemble a headline of another file, which needs only headlines."""
    others = list(each_headline(path, options))
    if not others:
        raise CorpusError(f"{path}: no headlines to compare with")
    return [
        f"{rows[i].where}: resembles ({similarity:.2f}) a headline of {path}: {rows[i].headline}"
        for i, _, similarity in near_duplicates([row.headline for row in rows], others)
    ]


def frequent_grams(rows: Sequence[Row], size: int = 4, most: int = 5) -> list[tuple[str, float]]:
    """The character n-grams that occur in the most headlines, with their share of the headlines."""
    count: Counter[str] = Counter()
    for row in rows:
        text = normalize(row.headline)
        count.update({text[i : i + size] for i in range(len(text) - size + 1)})
    return [(gram, n / len(rows)) for gram, n in count.most_common(most)]


def frequent_frames(rows: Sequence[Row], most: int = 5) -> list[tuple[str, float]]:
    """The most frequent sentence frames (headlines in which a dot replaces all but style words and punctuation).

    Frames with fewer than two style words are left out: they are too general.
    """
    kept = {entry.word for entry in lexicon() if entry.style}
    count: Counter[str] = Counter()
    for row in rows:
        tokens = [t if t in kept or not t.isalnum() else "·" for t in tokenizer().cut(normalize(row.headline))]
        if sum(token in kept for token in tokens) >= 2:
            count[re.sub(r"·+", "·", "".join(tokens))] += 1
    return [(frame, n / len(rows)) for frame, n in count.most_common(most)]


def _templates(rows: Sequence[Row]) -> list[str]:
    if len(rows) < TEMPLATE_ROWS:
        return []
    return [
        f"{share:.1%} of the headlines share the frame {frame!r}: were they written from a template?"
        for frame, share in frequent_frames(rows)
        if share > FRAME_SHARE
    ] + [
        f"{share:.1%} of the headlines contain the characters {gram!r}: were they written from a template?"
        for gram, share in frequent_grams(rows)
        if share > TEMPLATE_SHARE
    ]


def balance(rows: Sequence[Row]) -> list[str]:
    """Counts by split, grade and topic as lines of text."""
    if not rows:
        return []
    lines = []
    for split in ("train", "validation", "test"):
        part = [row for row in rows if row.split == split]
        if part:
            bait = sum(row.clickbait for row in part) / len(part)
            families = len({row.family for row in part})
            lines.append(f"{split:<11}{len(part):>6} headlines  {families:>6} families  {bait:6.1%} clickbait")
    grades = Counter(int(row.grade + 0.5) for row in rows)
    lines.append("grades     " + "  ".join(f"{g}: {grades[g]} ({grades[g] / len(rows):.1%})" for g in range(4)))
    topics = Counter(row.topic or "none" for row in rows)
    lines.append("topics     " + "  ".join(f"{topic} {n}" for topic, n in topics.most_common()))
    lines.append("4-grams    " + "  ".join(f"{gram!r} {share:.2%}" for gram, share in frequent_grams(rows)))
    lines.append("frames     " + "  ".join(f"{frame!r} {share:.2%}" for frame, share in frequent_frames(rows)))
    return lines
