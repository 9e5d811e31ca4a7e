import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import spearmanr

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


def test_the_sensitivities_are_measured_on_these_rows(classifier: Classifier, rows: list[Row]) -> None:
    report = evaluate(classifier, rows, resamples=0)
    assert set(report.sensitivities) == {"strict", "balanced", "sensitive"}
    found = list(report.sensitivities.values())
    assert [row["threshold"] for row in found] == sorted((row["threshold"] for row in found), reverse=True)
    assert [row["recall"] for row in found] == sorted(row["recall"] for row in found)
    assert report.sensitivities["balanced"]["f1"] == pytest.approx(report.measures["f1"].value)


def test_plain_news_and_clear_bait_are_counted_apart(classifier: Classifier) -> None:
    rows = [graded(h, g) for h, g in zip(HEADLINES, (2.5, 0, 1.5, 2, 0.5), strict=True)]
    scores = classifier.scores(HEADLINES)
    report = evaluate(classifier, rows, threshold=float(scores[3]), resamples=100)
    assert report.plain_called and report.clear_found
    assert report.plain_called.value == float(scores[1] >= scores[3])
    assert report.clear_found.value == (1 + float(scores[0] >= scores[3])) / 2
    assert report.clear_found.low <= report.clear_found.value <= report.clear_found.high
    expected = [p.grade for p in classifier.predict(HEADLINES)]
    assert report.spearman_grade == pytest.approx(spearmanr(expected, [2.5, 0, 1.5, 2, 0.5]).statistic)
    assert {w.label for w in report.worst if w.score < scores[3]} <= {"substantive"}
    assert {w.label for w in report.worst if w.score >= scores[3]} <= {"clickbait"}


def test_topics_are_compared_with_each_annotator(classifier: Classifier, rows: list[Row]) -> None:
    texts = [row.headline for row in rows]
    said = [p.topic for p in classifier.predict(texts)]
    second = [replace(row, other_topics=(topic,)) for row, topic in zip(rows, said, strict=True)]
    report = evaluate(classifier, second, resamples=0)
    assert report.topic_accuracies == [report.topic_accuracy, 1.0]
    assert evaluate(classifier, rows, resamples=0).topic_accuracies == [report.topic_accuracy]


def test_the_text_shows_kinds_years_and_sensitivities(classifier: Classifier, rows: list[Row]) -> None:
    dated = [replace(row, date=f"{2020 + i % 2}-05-04") for i, row in enumerate(rows)]
    report = evaluate(classifier, dated, source="test", resamples=10)
    assert [(group.name, group.count) for group in report.by_year] == [("2020", 133), ("2021", 133)]
    text = as_text(report)
    for line in ("strict ", "balanced ", "sensitive ", "by year", "withheld: 266 headlines", "best_f1", "clear bait"):
        assert line in text
    assert "worst errors of push (score, grade, headline)" in text
    values = json.loads(json.dumps(report.to_dict()))
    assert [kind["name"] for kind in values["kinds"]] == ["withheld", "sensational", "push"]
    assert set(values["sensitivities"]["strict"]) == {"threshold", "precision", "recall", "f1", "flagged"}


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
    assert report.kinds == [] and report.plain_called is None and report.clear_found is None
    text = as_text(report)
    assert "by topic" not in text and "by year" not in text and "errors of" not in text and "clear bait" not in text


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
    for heading in (
        "Quality",
        "Plots",
        "Sensitivities",
        "Kinds of bait",
        "Thresholds",
        "By topic",
        "Worst errors of push",
        "Worst errors",
        "Top signals",
    ):
        assert heading in page
    again = write_report(report, model_folder, tmp_path / "again").read_text(encoding="utf-8")
    assert again == page
