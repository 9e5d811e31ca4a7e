"""Whole pages: the article, and what the page pushes."""

from classifier.page.analysis import PageError, analyze
from classifier.page.document import Article, Block, Page

__all__ = ["Article", "Block", "Page", "PageError", "analyze"]
