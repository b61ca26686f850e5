"""Newspaper pages to articles: pure functions on a page's lines."""

from __future__ import annotations

from assistant.pages.articles import parse_page
from assistant.pages.masthead import Masthead, find_date, read_masthead

__all__ = ["Masthead", "find_date", "parse_page", "read_masthead"]
