"""The pictures of the documents are of the product as it is: taken anew and compared by size and content."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.conftest import ROOT
from tests.support.programs import program
from tools.screenshots import WIDTH, take

pytestmark = pytest.mark.slow
HEIGHT = 0.05  # fonts differ a little between systems
DIFFERENCE = 0.012  # of full scale, mean over blurred pixels; another tab or language differs by more (below)


def difference(first: Image.Image, second: Image.Image) -> float:
    """Mean difference of two pictures, brought to one small size and blurred: strokes of letters do not count."""
    size = (295, 400)
    small = [image.convert("RGB").resize(size).filter(ImageFilter.GaussianBlur(2)) for image in (first, second)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3 / 255


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if not (ROOT / "model" / "manifest.json").is_file():
        pytest.skip("no model in model/: 'make train' makes it")
    program("chromium")
    folder = tmp_path_factory.mktemp("pictures")
    return {path.relative_to(folder).as_posix(): path for path in take(folder)}


def test_the_pictures_show_what_the_product_shows(taken: dict[str, Path]) -> None:
    assert len(taken) == 4
    for name, path in taken.items():
        with Image.open(path) as new, Image.open(ROOT / "docs" / name) as kept:
            assert new.width == kept.width == WIDTH
            assert abs(new.height - kept.height) <= HEIGHT * kept.height, "run 'python -m tools.screenshots'"
            assert difference(new, kept) < DIFFERENCE, f"{name}: run 'python -m tools.screenshots'"


def test_another_picture_is_told_apart() -> None:
    with Image.open(ROOT / "docs" / "page.png") as page, Image.open(ROOT / "docs" / "playground.png") as playground:
        assert difference(page, playground) > 2 * DIFFERENCE
    with Image.open(ROOT / "docs" / "page.png") as page, Image.open(ROOT / "docs" / "zh-TW" / "page.png") as chinese:
        assert difference(page, chinese) > 2 * DIFFERENCE
        assert difference(page, Image.new("RGB", page.size, "white")) > 2 * DIFFERENCE
