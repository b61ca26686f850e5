"""Settings to what explanations need beside `wiring`."""

from __future__ import annotations

from assistant.explain import FORMS, Explaining
from assistant.script_writing import ScriptWriter
from assistant.scripts import Scripts
from assistant.settings import Settings
from assistant.wiring import Report, build_metered, build_prompt, build_store
from vectorstore.store import VectorStore

_TOKENS = 2000  # of a script, where the settings allow answers fewer


def build_explaining(settings: Settings, *, report: Report) -> Explaining:
    """What explanations need. Raises StoreError, AssistantError."""
    return explaining_with(settings, build_store(settings, report=report))


def explaining_with(settings: Settings, store: VectorStore) -> Explaining:
    """What explanations need, over a store that is open. Raises AssistantError."""
    return Explaining(store, build_script_writer(settings))


def build_script_writer(settings: Settings) -> ScriptWriter | None:
    """The chat model under its budget, with its prompts; None: none is configured. Raises AssistantError."""
    chat, price = build_metered(settings)
    if chat is None:
        return None
    return ScriptWriter(
        chat,
        {form: build_prompt(f"explain-{form}") for form in FORMS},
        build_prompt("explain-again"),
        max_tokens=min(max(settings.chat_max_tokens, _TOKENS), settings.chat_context // 3),
        price=price,
    )


def build_scripts(settings: Settings) -> Scripts:
    """The scripts kept in the data folder. Raises LibraryError."""
    return Scripts(settings.home / "scripts.sqlite")
