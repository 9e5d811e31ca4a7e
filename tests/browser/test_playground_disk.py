"""What the playground does with kinds and tables, from a disk: a double click on its index.html, no server anywhere."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from selenium.webdriver import Firefox
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from classifier import Classifier
from classifier.heads import KINDS
from tests.conftest import HEADLINES
from tests.support.browser import Watched, browser, visit  # noqa: F401  # fixtures
from tests.support.commands import command
from tests.support.firefox import firefox  # noqa: F401  # fixture
from tests.support.playground import Visit, score

WORDS = {"withheld": "賣關子", "sensational": "聳動", "push": "催促"}
LINES = [*HEADLINES, "限時3天！衛生紙買一送一 錯過再等一年", "=1+1等於幾 答案讓全場傻眼"]
CELLS = "編號\t標題\t連結\r\n" + "".join(f"{n}\t{line}\thttps://a.example/{n}\r\n" for n, line in enumerate(LINES))
TAKEN = [line.replace("\u3000", " ") for line in LINES]  # white space of a cell is one space
PATIENCE = 20  # seconds


@pytest.fixture(scope="module")
def index(full_model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disk") / "playground"
    done = command("export", "playground", folder, "--model", full_model_folder)
    assert done.returncode == 0, done.stderr
    return folder / "index.html"


@pytest.fixture
def opened(index: Path, visit: Visit) -> Watched:
    watched = visit(index.as_uri())
    watched.origin = index.parent.as_uri()
    return watched


def test_results_are_filtered_by_kind(opened: Watched, full_classifier: Classifier) -> None:
    page = opened.page
    verdicts = score(page, LINES)
    predictions = full_classifier.predict(LINES)
    assert {prediction.kind for prediction in predictions} >= {"withheld", None}
    for kind in KINDS:
        wanted = [prediction.headline for prediction in predictions if prediction.kind == kind]
        radio = page.get_by_role("radio", name=WORDS[kind])
        radio.check(force=True)
        expect(page.locator("li.verdict:visible .headline")).to_have_text(wanted)
        expect(radio.locator("..").locator("b")).to_have_text(str(len(wanted)))
    page.get_by_role("radio", name="全部").check(force=True)
    expect(verdicts.locator("visible=true")).to_have_count(len(LINES))


def pasted(page: Page, text: str) -> str:
    """Paste by the keyboard; what the box holds then."""
    page.fill("#headlines", text)
    box = page.locator("#headlines")
    box.press("Control+a")
    box.press("Control+c")
    page.fill("#headlines", "")
    box.press("Control+v")
    return page.input_value("#headlines")


def test_cells_of_a_spreadsheet_are_pasted_scored_and_saved(opened: Watched, full_classifier: Classifier) -> None:
    page = opened.page
    assert pasted(page, CELLS) == "\n".join(TAKEN)
    expect(page.locator("#pasted")).to_contain_text(f"取第 2 欄「標題」（共 3 欄），{len(LINES)} 則標題")
    page.click("#headlines-form .primary")
    expect(page.locator("#output-headlines li.verdict")).to_have_count(len(LINES))
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename.endswith(".csv")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # so that a spreadsheet knows the encoding
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["headline"] for row in rows] == [*TAKEN[:-1], f"'{TAKEN[-1]}"]  # no cell is a formula
    for row, prediction in zip(rows, full_classifier.predict(LINES), strict=True):
        assert (row["label"], row["kind"]) == (prediction.label, prediction.kind or "")
        assert float(row["score"]) == pytest.approx(prediction.score, abs=1e-3)


@pytest.mark.slow
def test_the_same_in_firefox(index: Path, firefox: Firefox, full_classifier: Classifier) -> None:
    firefox.get(index.as_uri())
    box = firefox.find_element(By.ID, "headlines")
    firefox.execute_script("arguments[0].value = arguments[1]", box, CELLS)  # typed, a tab would go to the next field
    box.send_keys(Keys.CONTROL, "ac")
    box.clear()
    box.send_keys(Keys.CONTROL, "v")
    assert box.get_property("value") == "\n".join(TAKEN)
    assert "標題" in firefox.find_element(By.ID, "pasted").text  # in the language of the browser
    firefox.find_element(By.CSS_SELECTOR, "#headlines-form .primary").click()
    wait = WebDriverWait(firefox, PATIENCE)
    wait.until(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, "li.verdict")) == len(LINES))
    predictions = full_classifier.predict(TAKEN)
    for kind in KINDS:
        choice = firefox.find_element(By.CSS_SELECTOR, f"#kind-filter input[value={kind}]")
        firefox.execute_script("arguments[0].click()", choice)
        wanted = [prediction.headline for prediction in predictions if prediction.kind == kind]
        wait.until(partial(_shows, wanted))


def _shows(headlines: list[str], driver: Firefox) -> bool:
    found = driver.find_elements(By.CSS_SELECTOR, "li.verdict .headline")
    return [one.text for one in found if one.is_displayed()] == headlines
