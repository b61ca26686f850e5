"""Test buttons: one small request each, told in words, the key never."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.access import LOCAL, User
from assistant.errors import AccessError
from assistant.probe import probe_chat, probe_chroma, probe_embedder
from assistant.settings import Settings
from tests.chat_rig import KEY
from tests.fakes import HashEmbedder
from tests.scripted_endpoint import ScriptedEndpoint, refusal
from vectorstore.embedding import Vectors
from vectorstore.errors import EmbeddingError


def settings(tmp_path: Path, **values: object) -> Settings:
    return Settings(_env_file=None, home=tmp_path, **values)  # type: ignore[arg-type, call-arg]  # checked as they are read


def clock() -> float:
    return float(next(_ticks))


_ticks = count()


def test_an_embedder_is_told_with_its_dimension(tmp_path: Path) -> None:
    found = probe_embedder(LOCAL, HashEmbedder(), clock=clock)
    assert (found.state, found.found) == ("good", "hash：64 维，一句话用时 1000 毫秒")


def test_a_broken_embedder_is_told_with_what_to_do() -> None:
    class Broken(HashEmbedder):
        def embed_question(self, text: str) -> Vectors:
            raise EmbeddingError(f"向量服务没有回应：{len(text)}")

    found = probe_embedder(LOCAL, Broken(), clock=clock)
    assert found.state == "bad"
    assert "没有回应" in found.found


def test_without_a_chat_model_nothing_is_asked(tmp_path: Path) -> None:
    assert probe_chat(LOCAL, settings(tmp_path), clock=clock).state == "off"


def test_a_chat_model_is_asked_for_one_token_and_its_key_is_never_told(tmp_path: Path) -> None:
    with ScriptedEndpoint() as endpoint:
        told = settings(
            tmp_path, chat_model="m", base_url=endpoint.url, api_key=SecretStr(KEY), chat_retries=0
        )
        found = probe_chat(LOCAL, told, clock=clock)
    assert found.name == "大模型"
    assert (found.state, found.found[:4]) == ("good", "m 有回")
    assert [body["max_tokens"] for body in endpoint.bodies] == [1]
    wrong = ScriptedEndpoint([refusal(401, f"bad key {KEY}")])
    with wrong as endpoint:
        told = told.model_copy(update={"base_url": endpoint.url})
        found = probe_chat(LOCAL, told, clock=clock)
    assert found.state == "bad"
    assert KEY not in found.found


def test_a_chroma_server_is_asked_whether_it_is_there(tmp_path: Path, chroma_url: str) -> None:
    assert probe_chroma(LOCAL, settings(tmp_path), clock=clock).found.startswith("在本进程内")
    assert probe_chroma(LOCAL, settings(tmp_path, chroma_url=chroma_url), clock=clock).state == "good"
    gone = probe_chroma(LOCAL, settings(tmp_path, chroma_url="http://127.0.0.1:9"), clock=clock)
    assert gone.state == "bad"


def test_only_admins_may(tmp_path: Path) -> None:
    editor = User("乙", "editor")
    tries: list[Callable[[], object]] = [
        lambda: probe_chat(editor, settings(tmp_path), clock=clock),
        lambda: probe_embedder(editor, HashEmbedder(), clock=clock),
        lambda: probe_chroma(editor, settings(tmp_path), clock=clock),
    ]
    for attempt in tries:
        with pytest.raises(AccessError, match="管理员"):
            attempt()
