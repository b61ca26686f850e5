"""What the pages share, built once a server and kept: nothing heavy is made in a rerun."""

from __future__ import annotations

from time import monotonic

import streamlit as st

from assistant.ask import Asking
from assistant.background import Background
from assistant.conversations import Conversations
from assistant.desk import Desk
from assistant.explain import Explaining
from assistant.kept_digests import KeptDigests
from assistant.script_writing import ScriptWriter
from assistant.scripts import Scripts
from assistant.settings import Settings, load_settings
from assistant.sign_in import SignIn
from assistant.summary_drafts import Summarising
from assistant.turns import Turns
from assistant.users import Users
from assistant.wiring import (
    asking_with,
    build_conversations,
    build_store,
    build_summarising,
    build_turns,
    build_writer,
)
from assistant.wiring_access import build_sign_in, build_users
from assistant.wiring_desk import build_desk
from assistant.wiring_explain import build_script_writer, build_scripts
from assistant.wiring_web import build_kept_digests
from assistant.writing import Writer
from vectorstore.store import VectorStore


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings in force since the server began, or since `settings_changed`. Raises SettingsError."""
    return load_settings()


@st.cache_resource(show_spinner="正在打开文库……")
def store() -> VectorStore:
    """The store with its embedder. Raises StoreError, SettingsError."""
    return build_store(settings(), report=lambda _label, _fraction: None)


@st.cache_resource(show_spinner=False)
def conversations() -> Conversations:
    """The kept conversations. Raises StoreError."""
    return build_conversations(settings())


@st.cache_resource(show_spinner=False)
def kept_digests() -> KeptDigests:
    """The kept digests and their schedules. Raises StoreError."""
    return build_kept_digests(settings())


@st.cache_resource(show_spinner=False)
def summarising() -> Summarising:
    """What summaries and digests need. Raises AssistantError."""
    return build_summarising(settings())


@st.cache_resource(show_spinner=False)
def sign_in() -> SignIn:
    """Where tokens of people who signed in are looked up. Raises StoreError."""
    return build_sign_in(settings())


def users() -> Users:
    """The users file."""
    return build_users(settings())


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """What editors do to the library. Raises StoreError, SettingsError."""
    return build_desk(settings(), store())


@st.cache_resource(show_spinner=False)
def background() -> Background:
    """Work that goes on whatever becomes of the session that began it."""
    return Background(clock=monotonic)


@st.cache_resource(show_spinner=False)
def _writer() -> tuple[Writer | None]:
    return (build_writer(settings()),)


@st.cache_resource(show_spinner=False)
def _turns() -> Turns:
    return build_turns()


@st.cache_resource(show_spinner=False)
def scripts() -> Scripts:
    """The scripts kept with their sign-off. Raises StoreError."""
    return build_scripts(settings())


@st.cache_resource(show_spinner=False)
def _script_writer() -> tuple[ScriptWriter | None]:
    return (build_script_writer(settings()),)


def explaining() -> Explaining:
    """What explanations need. Raises StoreError, AssistantError."""
    return Explaining(store(), _script_writer()[0])


def asking() -> Asking:
    """What answering needs. Raises StoreError, AssistantError."""
    return asking_with(settings(), store(), writer=_writer()[0], turns=_turns())


def settings_changed() -> None:
    """Have the chat model built anew from the settings at its next use; the store, which is heavy, stays."""
    settings.clear()
    _writer.clear()
    _script_writer.clear()
    summarising.clear()
