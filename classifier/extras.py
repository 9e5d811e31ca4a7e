"""The optional parts of the distribution: which are installed, and what to say when one is not.

The base install scores headlines and analyses pages. Everything else asks for its extra before it starts, so that
nobody meets a ModuleNotFoundError in the middle of the work.
"""

from __future__ import annotations

from importlib.util import find_spec

# Modules that an extra of pyproject.toml brings and the base install does not; tests/packaging compares the two.
MODULES = {
    "server": ("alembic", "flask", "granian", "limits", "orjson", "pydantic_settings", "sqlalchemy"),
    "postgres": ("psycopg",),
    "redis": ("redis",),
    "xlsx": ("python_calamine", "xlsxwriter"),
    "train": ("joblib", "rich", "scipy", "sklearn"),
    "report": ("jinja2", "matplotlib"),
    "archive": ("joblib", "orjson", "pyarrow", "rich"),
    "dask": ("dask", "distributed", "pandas"),
    "jieba": ("jieba",),
}


class MissingExtraError(ImportError):
    """Something needs an extra that is not installed; the message is one line and ends with the pip command."""


def require(user: str, *extras: str) -> None:
    """Raises MissingExtraError when one of the extras is not installed; ``user`` is who needs it."""
    missing = [extra for extra in extras if any(find_spec(name) is None for name in MODULES[extra])]
    if missing:
        names = f"the extras {' and '.join(missing)}" if len(missing) > 1 else f"the extra {missing[0]}"
        raise MissingExtraError(f"{user} needs {names}: pip install 'clickbait-zh[{','.join(missing)}]'")
