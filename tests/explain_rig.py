"""Claims, audiences and scripted models for tests of explanations."""

from __future__ import annotations

from datetime import date, datetime

from assistant.chat import ChatModel
from assistant.claims import Claimed, claims_of
from assistant.explain import FORMS, Explaining, ExplainRequest, explain
from assistant.explain_check import Basis
from assistant.explain_records import Kept, Line, Script, ScriptForm, Step
from assistant.frames import basis_of, title_of
from assistant.portions import whole
from assistant.script_writing import ScriptWriter
from assistant.tellings import load_audience, load_scene
from assistant.wiring import build_prompt
from tests.store_home import make_article
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore

NOON = datetime(2026, 1, 5, 12, 30)
TEXT = (
    "松江市总工会5月8日宣布，今年给2300名户外劳动者发放高温补贴，每人每月150元，共发3个月。"
    "补贴6月1日起打到会员卡上，凭会员卡领取，不得代领。"
    "市总保障部部长林青说，计划明年把快递员也纳入。"
    "想问的职工可以拨打12351。"
)
RIDERS, VIDEO = load_audience("riders"), load_scene("video")


def article(text: str = TEXT, **values: str | date | None) -> Article:
    """An article of the paper 《松江工友》."""
    given: dict[str, str | date | None] = {
        "headline": "松江高温补贴来了",
        "publication": "松江工友",
        "issued": date(2024, 5, 9),
        "page": "2",
        **values,
    }
    return make_article(text, **given)  # type: ignore[arg-type] # names and types as make_article has them


def claimed(*articles: Article, minutes: float = 3.0) -> Claimed:
    """The claims of articles that nothing corrects."""
    return claims_of([whole(each) for each in articles or (article(),)], {}, minutes=minutes)


def basis(made: Claimed | None = None) -> Basis:
    """What lines for riders in a short video are held against."""
    made = made or claimed()
    return basis_of(made, RIDERS, VIDEO, title_of("高温补贴", made))


def body(text: str, *claims: int, speaker: str = "小宣") -> Line:
    """A line of the body."""
    return Line(1, speaker, text, claims, "body")


def writer(chat: ChatModel) -> ScriptWriter:
    """A model with the shipped prompts."""
    prompts = {form: build_prompt(f"explain-{form}") for form in FORMS}
    return ScriptWriter(chat, prompts, build_prompt("explain-again"), 1500)


def asked(
    topic: str = "",
    *names: str,
    audiences: tuple[str, ...] = ("riders",),
    form: ScriptForm = "script",
    minutes: float = 1.0,
) -> ExplainRequest:
    """A request for a short video."""
    found = tuple(load_audience(key) for key in audiences)
    return ExplainRequest(topic, names, found, VIDEO, form, minutes, Filter())


def script_of(store: VectorStore, chat: ChatModel | None = None, form: ScriptForm = "script") -> Script:
    """The script for riders of the article with the id a1."""
    using = Explaining(store, writer(chat) if chat else None)
    return explain(asked("", "a1", form=form, minutes=3.0), using=using, now=NOON)[0]


def kept(script: Script, *steps: Step) -> Kept:
    """The script as the library keeps it."""
    return Kept(7, script, (Step("made", "程序", NOON), *steps))
