"""Follow-up questions made whole from the conversation, by a chat model or by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.chat import ChatModel, Message, Usage
from assistant.errors import ChatError
from assistant.prompts import Prompt
from assistant.question import fold, terms_of
from assistant.question_words import words
from assistant.verify.tokens import fold as folded
from assistant.verify.tokens import tokenise

_LONGEST = 200  # characters of a question
_TURNS = 3  # last turns of the conversation that are looked at
_ANSWER_CHARS = 300  # of an answer that a model is given
_TOKENS = 160

_LEAD = re.compile(
    r"^(?:那么?(?![个条家座种项次位名里边儿些时天年])|还有|另外|再说|接着|然后|结果|再|请问|[，,、\s])+"
)
_THING = r"(?:它们?|(?<![其吉])他们?|她们?)"
_PLACE = r"(?:那里|那儿|那边|该地|该市|该县|该省|该区|当地(?!时))"
_POINTED = r"(?:[这那](?:个|些|项|家|次|件|座|条|位|名|种|篇|场)|上述|前者|后者|(?<![应理活本当合])该(?![市县省区地]))"
_POINTING = re.compile(rf"{_THING}|{_PLACE}|{_POINTED}|其中|(?<![与及尤极])其(?![他它实余次])")
_OF_WHAT = re.compile(r"^(?P<what>[^，,。？?]{1,16}?)(?:的?情况)?(?:又)?呢$")
_LATER = re.compile(r"^(?:后来|之后|现在|目前|如今)(?:呢|怎么样了?|如何了?)?$")
_TIME = re.compile(
    r"[去今前明当]年(?:[上下]半年)?|[上下本这]个?月|[上下本]周|[上下]半年|第?[一二三四]季度|昨天|今天|前天"
    r"|(?:(?:19|20)\d\d年)?(?:\d{1,2}|十[一二]|[一二三四五六七八九十])月(?:\d{1,2}[日号])?|(?:19|20)\d\d年"
)
_ASKS_FROM = re.compile(
    r"[，,？?]|(?:分别|一共|总共|到底|究竟|各自?|现在|目前)?(?:是(?!否)|有(?!限|关)|共有)|多少|几[^何]|哪|谁|什么|怎|何时|为何"
    r"|从|在|花了|能|可以|要(?!求)|会不会"
)
_PLAIN_TAIL = re.compile(r"^(?:分别|各自?|一共)?(?:是|有)?(?:多少|几|谁|什么|哪)")
_MEASURE = re.compile(r"[率数量额费价比值度]$")
_QUOTES = "“”\"'「」『』 　"
_PREFIX = re.compile(r"^(?:改写后?的?(?:问题)?|完整问题|问题|追问)\s*[:：]\s*")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation, as it was understood, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A question that stands on its own, and what a model used to make it so."""

    question: str
    usage: Usage


def followup(
    question: str, history: Sequence[Turn], *, chat: ChatModel | None, prompt: Prompt | None
) -> Followed:
    """The question made whole; unchanged where it stands on its own or nothing was said before.

    A model's rewriting counts only where it is one line of at most 200 characters that brings in no figure
    and no name; else, and without a model, rules decide. Raises nothing: a model that fails leaves the rules.
    """
    free = Usage(0, 0, 0, estimated=False)
    if not history or not depends(question):
        return Followed(question, free)
    if chat is not None and prompt is not None:
        said = "\n".join(
            f"问：{turn.question}\n答：{turn.answer[:_ANSWER_CHARS]}" for turn in history[-_TURNS:]
        )
        system, user = prompt.fill({"history": said, "question": question})
        try:
            reply = chat.reply((Message("system", system), Message("user", user)), max_tokens=_TOKENS)
        except ChatError:
            return Followed(by_rule(question, history), free)
        free = reply.usage
        if (rewritten := read_rewritten(reply.text, question, history)) is not None:
            return Followed(rewritten, free)
    return Followed(by_rule(question, history), free)


def depends(question: str) -> bool:
    """Whether the question cannot be understood without what was said before."""
    text = question.strip().rstrip("？?！!。 ")
    bare = _LEAD.sub("", text)
    terms = terms_of(fold(bare))
    named = any(term.kind == "name" for term in terms)
    if _OF_WHAT.match(bare) or _LATER.match(bare):
        return True
    if all(term.kind == "word" for term in terms) and len(bare) <= 20:
        return True
    pointing = _POINTING.search(bare)
    return pointing is not None and not (named and any(char for char in bare[: pointing.start()]))


def read_rewritten(reply: str, question: str, history: Sequence[Turn]) -> str | None:
    """The question a model's reply holds; None: it is none that may be used."""
    lines = [line.strip() for line in reply.strip().splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    text = _PREFIX.sub("", lines[0]).strip(_QUOTES)
    if not 2 <= len(text) <= _LONGEST or re.search(r"[。！!;；]|https?:|[<>\[\]]", text):
        return None
    known = fold(question + "\n" + "\n".join(f"{turn.question}\n{turn.answer}" for turn in history))
    figures = set(re.findall(r"\d+(?:\.\d+)?", fold(text)))
    if not figures <= set(re.findall(r"\d+(?:\.\d+)?", known)):
        return None
    if any(term.kind == "name" and term.text not in known for term in terms_of(fold(text))):
        return None
    return text if text.endswith(("？", "?")) else f"{text}？"


def by_rule(question: str, history: Sequence[Turn]) -> str:
    """The question with what it points at put in, as far as rules can tell; at least one turn is needed."""
    last = history[-1]
    text = _LEAD.sub("", question.strip().rstrip("？?！!。 "))
    topic, tail = _topic(last.question)
    if _LATER.match(text):
        return (
            f"{topic}{text.removesuffix('呢')}{'怎么样？' if text.endswith('呢') or len(text) == 2 else '？'}"
        )
    if match := _OF_WHAT.match(text):
        return _of_what(match["what"].removeprefix("关于"), last.question, topic, tail)
    if _POINTING.search(text):
        return f"{_pointed(text, topic, history)}？"
    return f"{topic}{text}？"


def _topic(question: str) -> tuple[str, str]:
    """What the question is about, and the rest of it, which asks."""
    bare = question.strip().rstrip("？?！!。 ")
    start = next((match.start() for match in _ASKS_FROM.finditer(bare) if match.start() >= 2), len(bare))
    head, tail = bare[:start], bare[start:]
    before, _, asked = head.rpartition("的")
    if asked and any(term.kind != "name" for term in terms_of(fold(before))):
        head = before
    if not terms_of(fold(head)):
        head = "".join(term.text for term in terms_of(fold(bare)) if term.kind in ("name", "noun"))
    return head.replace("每家", "").replace("每个", ""), tail


def _of_what(what: str, before: str, topic: str, tail: str) -> str:
    """那深圳呢, 去年呢, 那满意率呢: the question before, with its place, its time or the thing asked replaced."""
    bare = before.strip().rstrip("？?！!。 ")
    if _TIME.fullmatch(what):
        return f"{_TIME.sub(what, bare, count=1) if _TIME.search(bare) else what + bare}？"
    if _is_subject(what):
        named = next(
            (term.text for term in terms_of(bare) if term.kind == "name" and _is_subject(term.text)), None
        )
        if named is not None:
            return f"{bare.replace(named, what, 1)}？"
    return f"{topic}的{what}{tail if _PLAIN_TAIL.match(tail) else '怎么样'}？"


def _is_subject(text: str) -> bool:
    tags = [tag for _, tag in words(fold(text))]
    return any(tag.startswith(("nr", "ns", "nt", "nz")) for tag in tags) and not _MEASURE.search(text)


def _pointed(text: str, topic: str, history: Sequence[Turn]) -> str:
    last = history[-1]
    places = [word for word, tag in words(fold(last.question)) if tag in ("ns", "nz") and _is_subject(word)]
    said = f"{last.question}\n{last.answer}"
    people = [token.text for token in tokenise(folded(said)) if token.kind == "person"]

    def put(match: re.Match[str]) -> str:
        found = match.group()
        if found[0] in "他她":
            return people[-1] if people else topic
        if re.fullmatch(_PLACE, found):
            return places[0] if places else topic
        if found == "其中":
            return f"{topic}中"
        return f"{topic}{found}" if re.fullmatch(_POINTED, found) else topic

    return _POINTING.sub(put, text, count=1)
