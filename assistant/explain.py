"""Explain a topic or articles: one verified set of claims, told to each audience in lines that name their claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.claims import Claimed, claims_of
from assistant.errors import ScriptError
from assistant.explain_check import Basis, check, lost
from assistant.explain_records import Audience, Cut, Kept, Line, Scene, Script, ScriptForm
from assistant.explain_template import framed, plain_lines
from assistant.frames import basis_of, title_of
from assistant.labels import Label
from assistant.portions import Portion, whole
from assistant.records import Spent
from assistant.reports import reports_on
from assistant.script_writing import ScriptWriter, write_body
from assistant.tellings import load_audience, load_scene
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore
from vectorstore.tokens import fold, words

_HITS, _REPORTS = 8, 4  # articles looked at, reports told of
_ENOUGH = 0.65  # share of a topic's words that a report must have
_BEHIND = 0.15  # by which it may stay behind the report that has most
_NEAR = 0.7  # share of the best report's score from which another is told of too
TEMPLATED = "程序套用句式"
FORMS: tuple[ScriptForm, ...] = ("script", "dialogue", "cards")


@dataclass(frozen=True, slots=True)
class Explaining:
    """What explanations need, the same for all."""

    store: VectorStore
    writer: ScriptWriter | None  # None: no chat model is configured, scripts are made by templates


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What is to be explained, to whom and how."""

    topic: str  # empty: the articles are named
    articles: tuple[str, ...]  # ids, or callers' own ids; empty: to be found by the topic
    audiences: tuple[Audience, ...]
    scene: Scene
    form: ScriptForm
    minutes: float
    admit: Filter  # where a topic is looked for


def explain(request: ExplainRequest, *, using: Explaining, now: datetime) -> tuple[Script, ...]:
    """A script for each audience, all from one set of claims.

    Raises ScriptError where the library has nothing to explain, StoreError, ChatError.
    """
    claimed = gather_claims(request, store=using.store)
    return tuple(
        tell_claims(claimed, request, audience=audience, writer=using.writer, now=now)
        for audience in request.audiences
    )


def gather_claims(request: ExplainRequest, *, store: VectorStore) -> Claimed:
    """The claims of the articles, or of what is found for the topic. Raises ScriptError, StoreError."""
    told = _named(request.articles, store) if request.articles else _found(request, store)
    corrections = store.library.corrections_of([portion.article.id for portion in told], Filter())
    claimed = claims_of(told, corrections, minutes=request.minutes)
    if not claimed.claims:
        raise ScriptError("这些报道里没有可以讲的完整句子：请换一篇文章或换一个主题。")
    return claimed


def tell_claims(
    claimed: Claimed,
    request: ExplainRequest,
    *,
    audience: Audience,
    writer: ScriptWriter | None,
    now: datetime,
) -> Script:
    """The claims told to one audience: worded by the chat model where there is one, else by templates."""
    scene, form = request.scene, request.form
    title = title_of(request.topic, claimed)
    basis = basis_of(claimed, audience, scene, title)
    cut: tuple[Cut, ...] = ()
    usage = Spent()
    label = Label(False, TEMPLATED, None, now)
    lines: tuple[Line, ...] = ()  # as the chat model worded them; empty: nothing it wrote stands
    if writer is not None:
        written = write_body(basis, claimed, writer=writer, audience=audience, scene=scene, form=form)
        cut, usage = written.cut, written.usage
        label = Label(False, f"{TEMPLATED}；{writer.chat.name} 没有写出站得住的话", None, now)
        worded = framed(written.lines, claimed, audience=audience, scene=scene, title=title)
        if written.lines and stands(worded, basis):
            lines, label = worded, Label(True, writer.chat.name, writer.prompts[form].digest, now)
    lines = lines or plain_lines(basis, claimed, audience=audience, scene=scene, form=form, title=title)
    return Script(
        topic=request.topic,
        title=title,
        audience=audience.key,
        audience_name=audience.name,
        scene=scene.key,
        scene_name=scene.name,
        form=form,
        minutes=request.minutes,
        lines=lines,
        claims=claimed.claims,
        citations=claimed.citations,
        articles=claimed.articles,
        cut=cut,
        label=label,
        usage=usage,
    )


def stands(lines: Sequence[Line], basis: Basis) -> bool:
    """Whether no line has a fault and no claim is lost."""
    return not check(lines, basis) and not lost(lines, basis)


def basis_for(script: Script, audience: Audience, scene: Scene) -> Basis:
    """What the lines of a script are held against, for a table or when it was edited."""
    claimed = Claimed(script.claims, script.citations, script.articles)
    return basis_of(claimed, audience, scene, script.title)


def basis_of_kept(kept: Kept) -> Basis:
    """What a kept script is held against. Raises ScriptError where its audience or scene has no file any more."""
    return basis_for(kept.script, load_audience(kept.script.audience), load_scene(kept.script.scene))


def _named(names: Sequence[str], store: VectorStore) -> tuple[Portion, ...]:
    found = {name: store.library.find(name) for name in names}
    missing = [name for name, article in found.items() if article is None]
    if missing:
        raise ScriptError(
            f"文库里没有编号为 {'、'.join(missing)} 的文章：请用 assistant library list 查编号。"
        )
    return tuple(whole(article) for article in found.values() if article is not None)


def _found(request: ExplainRequest, store: VectorStore) -> tuple[Portion, ...]:
    """The reports that hold most of the topic's words, the ones nearest to it first."""
    hits = store.search(request.topic, admit=request.admit, limit=_HITS)
    held = {hit.article.id: _held(request.topic, hit.article) for hit in hits}
    most = max(held.values(), default=0.0)
    near = [
        hit
        for hit in hits
        if held[hit.article.id] >= max(_ENOUGH, most - _BEHIND) and hit.score >= _NEAR * hits[0].score
    ]
    told = tuple(whole(hit.article) for hit in near[:_REPORTS])
    told = told or reports_on(request.topic, store=store, admit=request.admit)  # in other words
    if not told:
        extent = store.extent(request.admit)
        raise ScriptError(f"没有找到可以讲“{request.topic}”的报道。已检索 {extent.articles} 篇文章。")
    return told


def _held(topic: str, article: Article) -> float:
    """Share of the topic's words, by their length, that the article has."""
    found = [word for word in words(topic) if len(word) > 1]
    text = fold(f"{article.headline or ''}\n{article.text}")
    total = sum(len(word) for word in found)
    return sum(len(word) for word in found if word in text) / total if total else 0.0
