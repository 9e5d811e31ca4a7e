import json
import re
from pathlib import Path

import pytest

from classifier import Classifier
from console.evaluate import as_text
from tests.conftest import HEADLINES
from training.corpus.format import CorpusError, Row
from training.evaluation.evaluate import evaluate
from training.evaluation.report import write_report


def graded(headline: str, grade: float, outlet: str = "wire") -> Row:
    return Row(headline, headline, grade, "life", headline, "test", outlet)


@pytest.fixture
def rows(corpus: list[Row]) -> list[Row]:
    return [row for row in corpus if row.split == "test"][:400]


def test_a_report_is_complete(classifier: Classifier, rows: list[Row]) -> None:
    report = evaluate(classifier, rows, source="test", resamples=50)
    assert sum(report.confusion.values()) == report.count == len(rows)
    assert report.confusion["true_positive"] + report.confusion["false_negative"] == report.clickbait
    assert 0.6 < report.measures["roc_auc"].value
    assert len(report.thresholds) == 19
    assert sum(group.count for group in report.by_topic) == len(rows)
    assert sum(group.clickbait for group in report.by_outlet) == report.clickbait
    wrong = [abs(w.score - (w.grade >= 1.5)) for w in report.worst]
    assert wrong == sorted(wrong, reverse=True)
    assert report.spearman_grade and report.clear_roc_auc and report.topic_accuracy
    json.dumps(report.to_dict())


def test_the_threshold_can_be_given(classifier: Classifier, rows: list[Row]) -> None:
    everything = evaluate(classifier, rows, threshold=0.0, resamples=0)
    assert everything.measures["recall"].value == 1
    assert everything.confusion["true_negative"] == 0


def test_labels_only_give_no_grade_measures(classifier: Classifier) -> None:
    rows = [
        Row(str(i), h, g, "", str(i), "test", "", graded=False)
        for i, (h, g) in enumerate(zip(HEADLINES, (3.0, 0.0, 0.0, 3.0, 0.0), strict=True))
    ]
    report = evaluate(classifier, rows, resamples=0)
    assert report.spearman_grade is None and report.topic_accuracy is None and report.by_topic == []
    assert "by topic" not in as_text(report)


def test_one_class_is_refused(classifier: Classifier) -> None:
    with pytest.raises(CorpusError, match="only substantive headlines"):
        evaluate(classifier, [graded(h, 0) for h in HEADLINES], source="x.csv")


def test_the_page_is_self_contained(
    classifier: Classifier, rows: list[Row], model_folder: Path, tmp_path: Path
) -> None:
    bad = graded("<script>alert(1)</script>原因曝光", 0, "<b>")
    report = evaluate(classifier, [*rows, bad], source="a <test>", resamples=20)
    page = write_report(report, model_folder, tmp_path / "out").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml;base64,") == 4
    assert "<script>" not in page and "a &lt;test&gt;" in page
    assert not re.search(r"(?:src|href)=\"(?!data:)", page)
    for heading in ("Quality", "Plots", "Thresholds", "By topic", "Worst errors", "Top signals"):
        assert heading in page
    again = write_report(report, model_folder, tmp_path / "again").read_text(encoding="utf-8")
    assert again == page
