import pytest

from classifier.cuts import Cuts

CUTS = Cuts({"threshold": 0.3, "cuts": {"strict": {"threshold": 0.6}, "balanced": {"threshold": 0.3}}})


def test_the_model_has_a_threshold_and_one_for_each_sensitivity() -> None:
    assert CUTS.choose(None, None) == 0.3
    assert CUTS.choose(None, "strict") == 0.6
    assert CUTS.choose(0.0, None) == 0.0


@pytest.mark.parametrize(
    ("threshold", "sensitivity", "message"),
    [(0.5, "strict", "not both"), (1.5, None, "not between 0 and 1"), (None, "loud", "use one of strict, balanced")],
)
def test_other_choices_are_refused(threshold: float | None, sensitivity: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CUTS.choose(threshold, sensitivity)
