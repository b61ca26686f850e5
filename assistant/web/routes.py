"""The pages of the site: a line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.access import Role
from assistant.web import chat_page, digest_page, evaluation_page, explain_page, library_page, settings_page


@dataclass(frozen=True, slots=True)
class Route:
    """A page: what it is called, where it is, what shows it."""

    title: str
    icon: str
    path: str  # behind the address of the site; empty: the first page
    show: Callable[[], None]
    role: Role = "reader"  # whoever has less does not get to see it


ROUTES = (
    Route("问答", ":material/forum:", "", chat_page.show),
    Route("简报", ":material/summarize:", "digests", digest_page.show),
    Route("小宣讲", ":material/record_voice_over:", "explain", explain_page.show),
    Route("文库", ":material/menu_book:", "library", library_page.show),
    Route("评测", ":material/fact_check:", "evaluation", evaluation_page.show, role="editor"),
    Route("设置", ":material/settings:", "settings", settings_page.show, role="admin"),
)
