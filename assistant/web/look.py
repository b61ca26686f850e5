"""The style sheet of all pages. Colours come from the theme, so that light and dark both hold."""

from __future__ import annotations

from pathlib import Path

STYLE = f"<style>{(Path(__file__).resolve().parent / 'look.css').read_text(encoding='utf-8')}</style>"
