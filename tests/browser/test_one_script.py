"""Modules become one classic script that does the same; what is not understood is an error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from browser.one_script import ModuleError, one_script
from tests.support.programs import program

MODULES = {
    "page.js": 'import { total as sum, Box } from "./sums.js";\nimport { LIMIT } from "../b/limit.js";\n'
    "console.log(sum([1, LIMIT]), new Box(3).value);\n",
    "sums.js": 'export { LIMIT } from "./limit.js";\n'
    "export function total(all) {\n  return all.reduce((a, b) => a + b, 0);\n}\n"
    "export class Box {\n  constructor(value) {\n    this.value = value;\n  }\n}\nexport async function later() {}\n",
    "limit.js": "export const LIMIT = 41; // import and export are words here\n",
}


def test_the_script_does_what_the_modules_do(tmp_path: Path) -> None:
    (tmp_path / "all.cjs").write_text(one_script(MODULES, "page.js"), encoding="utf-8")
    done = subprocess.run([program("node"), tmp_path / "all.cjs"], capture_output=True, text=True, check=True)
    assert done.stdout == "42 3\n"


@pytest.mark.parametrize(
    ("source", "fact"),
    [
        ('import { a } from "./none.js";', "imports none.js, which is not there"),
        ('import { a } from "./page.js";', "imports itself: page.js > page.js"),
        ('import all from "./limit.js";', "cannot: import all"),
        ("export default 1;", "cannot: export default"),
        ("console.log(import.meta.url);", "cannot: import.meta"),
        ('const later = () => import("./limit.js");', "cannot: import("),
    ],
)
def test_what_is_not_understood_is_an_error(source: str, fact: str) -> None:
    with pytest.raises(ModuleError) as found:
        one_script({**MODULES, "page.js": source}, "page.js")
    assert fact in str(found.value)
