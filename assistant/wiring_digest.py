"""Settings to what batches of digests need beside `wiring`: replies by the Batch API, and a run that can be stopped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from assistant.batch_digest import WORK, write_file
from assistant.chat.batch_rounds import BatchRounds, Waiting
from assistant.chat.batches import BatchEndpoint
from assistant.chat.breakable import BreakableChat
from assistant.chat.cached import Replies
from assistant.chat.metered import Price
from assistant.chat.planned import PlannedChat
from assistant.chat.queued import QueuedChat
from assistant.chat.retry import Pacing
from assistant.errors import SettingsError, Stopped
from assistant.settings import Settings
from assistant.summary_drafts import Summarising
from assistant.wiring import OPENAI, build_summarising

_TOLD = "已按要求停下，没做完的留待下次运行。"
_REPLIES, _JOURNAL = "replies", "batches.json"


@dataclass(frozen=True, slots=True)
class Batching:
    """What a run over the Batch API needs."""

    summarising: Summarising
    chat: QueuedChat
    rounds: BatchRounds


def build_planned(settings: Settings, folder: Path | None, *, by_batch: bool) -> Summarising:
    """Summaries that ask nobody and count what asking would take, apart from replies kept in `folder` (None: none
    are). Raises AssistantError."""
    kept = _replies(folder) if folder else None
    planned = build_summarising(settings, around=lambda chat: PlannedChat(chat, kept))
    return replace(planned, price=_by_batch(planned.price)) if by_batch else planned


def build_resumable(settings: Settings, folder: Path, *, stop: Event) -> Summarising:
    """Summaries for digests in `folder`: every reply is kept there as it comes in, and once `stop` is set none is
    asked for any more. Raises AssistantError."""

    def check() -> None:
        if stop.is_set():
            raise Stopped(_TOLD)

    return build_summarising(
        settings,
        replies=folder / WORK / _REPLIES,
        around=lambda chat: BreakableChat(chat, check, amid=False),
    )


def build_batching(settings: Settings, folder: Path, *, stop: Event) -> Batching:
    """The same, asked through the Batch API; the replies are those of `build_resumable`. Raises AssistantError."""
    if not settings.chat_model or settings.chat_model.endswith(".gguf"):
        raise SettingsError(
            "--batch-api 要由提供批处理接口的服务来答：请设置 ASSISTANT_CHAT_MODEL 和 ASSISTANT_BASE_URL。"
        )
    chat = QueuedChat(settings.chat_model, _replies(folder))
    endpoint = BatchEndpoint(
        settings.base_url or OPENAI,
        settings.api_key.get_secret_value(),
        settings.chat_model,
        timeout=settings.chat_timeout,
        retries=settings.chat_retries,
        context_tokens=settings.chat_context,
        pacing=Pacing(),
    )
    rounds = BatchRounds(
        endpoint,
        folder / WORK / _JOURNAL,
        waiting=Waiting(stop.wait, stop.is_set),
        write=write_file,
        budget_tokens=settings.chat_budget,
    )
    plain = build_summarising(settings)
    return Batching(replace(plain, chat=chat, price=_by_batch(plain.price)), chat, rounds)


def _replies(folder: Path) -> Replies:
    return Replies(folder / WORK / _REPLIES, prompt_digest="")  # the messages hold the prompt


def _by_batch(price: Price | None) -> Price | None:
    if price is None:
        return None
    return replace(price, prompt=price.prompt * price.batch, completion=price.completion * price.batch)
