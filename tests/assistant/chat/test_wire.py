"""Failures of the connection and of the endpoint: what is retried, and what the user is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.chat.openai_chat import OpenAIChat
from assistant.errors import ChatRefused, ChatUnavailable
from tests.chat_rig import KEY, QUESTION, Rig, streamed
from tests.scripted_endpoint import Raw, Spoken, refusal


@pytest.fixture
def rig() -> Iterator[Rig]:
    with Rig() as made:
        yield made


class TestFailures:
    @pytest.mark.parametrize(
        ("status", "says"), [(401, "密钥"), (402, "余额"), (403, "权限"), (404, "plain-model")]
    )
    def test_refusals_are_final_and_keep_the_key_to_themselves(
        self,
        rig: Rig,
        status: int,
        says: str,
    ) -> None:
        rig.endpoint.script = (refusal(status, f"Incorrect API key provided: {KEY}"),)
        with pytest.raises(ChatRefused, match=says) as caught:
            rig.connect().reply(QUESTION, max_tokens=50)
        assert len(rig.endpoint.asked) == 1
        assert KEY not in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_bad_request_shows_the_reason_without_the_key(self, rig: Rig) -> None:
        rig.endpoint.script = (refusal(400, f"content rejected for {KEY}"),)
        with pytest.raises(ChatRefused, match=r"content rejected for \*\*\*"):
            rig.connect().reply(QUESTION, max_tokens=50)

    @pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
    def test_passing_failures_are_retried(
        self,
        rig: Rig,
        status: int,
    ) -> None:
        rig.endpoint.script = (refusal(status, "later"), refusal(status, "later"), Spoken())
        assert rig.connect().reply(QUESTION, max_tokens=50).text == Spoken().text
        assert rig.waits == [0.5, 1.0]

    def test_retries_end(self, rig: Rig) -> None:
        rig.endpoint.script = (refusal(503, "overloaded"),)
        with pytest.raises(ChatUnavailable, match="503"):
            rig.connect(retries=2).reply(QUESTION, max_tokens=50)
        assert len(rig.endpoint.asked) == 3
        assert rig.waits == [0.5, 1.0]

    @pytest.mark.parametrize(
        ("header", "wait"),
        [
            ("7", 7.0),
            ("Wed, 01 May 2024 12:00:09 GMT", 9.0),
            ("Wed, 01 May 2024 11:00:00 GMT", 0.0),
            ("soon", 0.5),
        ],
    )
    def test_retry_after_is_honoured(
        self,
        rig: Rig,
        header: str,
        wait: float,
    ) -> None:
        rig.endpoint.script = (refusal(429, "slow down", headers={"Retry-After": header}), Spoken())
        rig.connect().reply(QUESTION, max_tokens=50)
        assert rig.waits == [wait]

    def test_a_retry_after_of_an_hour_is_not_waited_for(self, rig: Rig) -> None:
        rig.endpoint.script = (refusal(429, "slow down", headers={"Retry-After": "3600"}),)
        with pytest.raises(ChatUnavailable, match="429"):
            rig.connect().reply(QUESTION, max_tokens=50)
        assert rig.waits == []

    def test_a_refused_connection(self, rig: Rig) -> None:
        chat = rig.connect()
        rig.endpoint.close()
        with pytest.raises(ChatUnavailable, match="连不上"):
            chat.reply(QUESTION, max_tokens=50)
        assert len(rig.waits) == 3

    @pytest.mark.parametrize("as_stream", [True, False])
    def test_silence_is_a_timeout(self, rig: Rig, as_stream: bool) -> None:
        rig.endpoint.script = (Spoken(seconds=0.5),)
        chat = rig.connect(timeout=0.05, retries=0)
        with pytest.raises(ChatUnavailable, match="超时"):
            streamed(chat) if as_stream else chat.reply(QUESTION, max_tokens=50)

    @pytest.mark.parametrize("as_stream", [True, False])
    @pytest.mark.parametrize(
        "page",
        [
            Raw(body="<html>登录</html>", content_type="text/html"),
            Raw(body="{oops"),
            Raw(body={"status": "ok"}),
        ],
    )
    def test_an_address_that_is_something_else(self, rig: Rig, page: Raw, as_stream: bool) -> None:
        rig.endpoint.script = (page,)
        chat = rig.connect()
        with pytest.raises(ChatRefused, match="/v1"):
            streamed(chat) if as_stream else chat.reply(QUESTION, max_tokens=50)

    @pytest.mark.parametrize("url", ["localhost:8000/v1", "", "ftp://example.org/v1"])
    def test_an_address_that_cannot_be_one(self, url: str) -> None:
        with pytest.raises(ChatRefused, match="http"):
            OpenAIChat(url, KEY, "m")

    def test_a_key_that_cannot_be_one(self, rig: Rig) -> None:
        with pytest.raises(ChatRefused, match="密钥") as caught:
            OpenAIChat(rig.endpoint.url, "sk-密钥在此", "m")
        assert "在此" not in str(caught.value)


def test_no_proxy_stands_before_this_machine(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    chat = OpenAIChat(rig.endpoint.url, KEY, "m", retries=0)
    assert chat.reply(QUESTION, max_tokens=50).text == Spoken().text
    chat.close()
    assert rig.endpoint.asked[0].headers["authorization"] == f"Bearer {KEY}"
