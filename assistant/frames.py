"""What a program says around the claims: greetings, what it is about, whence each claim comes, endings. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.claims import Claimed
from assistant.explain_check import Basis
from assistant.explain_records import Audience, Claim, Scene
from assistant.facts import facts_of, lacking
from assistant.newer import differ
from assistant.orders import find_orders
from assistant.records import Citation

NEUTRAL = "报上的一条消息"
BOTH = "这里两篇报道的数字不一样，都告诉大家，请以报纸原文为准。"
NEWER = "这里前后两篇报道的数字不一样，后一个数字是较新的报道。"
MORE = ("还有呢？", "接着说说？", "报上还写了什么？", "这件事后来怎么样？", "还有要知道的吗？")
_ASKING = re.compile("多少|什么|怎么|怎样|如何|哪|几[个位条家]|吗|呢|谁|[？?]")
_LONGEST = 24  # characters of a title that is said


def title_of(topic: str, claimed: Claimed) -> str:
    """What the script is about: the topic, else a headline, else neutral words; never with a fact that no claim has."""
    told = "\n".join(claim.text for claim in claimed.claims)
    reports = sorted(claimed.citations, key=lambda each: claimed.articles.index(each.article_id))
    headlines = [f"《{each.headline}》这篇报道" for each in reports if each.headline]
    bare = topic.strip().strip("。！!")
    for text in [*([bare] if bare and not _ASKING.search(bare) else []), *headlines]:
        sound = not find_orders(text) and not lacking(facts_of(text), told, None)
        if sound and len(text) <= _LONGEST + 8 and "\n" not in text:
            return text
    return NEUTRAL


def lead_of(cited: Citation) -> str:
    """据《…》某年某月某日第几版报道，as far as it is known."""
    return f"据{named(cited)}报道，"


def named(cited: Citation) -> str:
    """The paper, its day and page, as one says them."""
    day = cited.issued
    parts = [
        f"《{cited.publication}》" if cited.publication else "",
        f"{day.year}年{day.month}月{day.day}日" if day else "",
        f"第{cited.page}版" if cited.page else "",
    ]
    said = "".join(parts)
    if not said or (day is None and not cited.publication):
        return f"报上《{cited.headline}》一文" if cited.headline else "报纸"
    return said if cited.publication else f"{said}的报纸" if not cited.page else f"报纸{said}"


def sources_of(citations: Sequence[Citation]) -> str:
    """The sentence at the end that names every paper, day and page once."""
    names = list(dict.fromkeys(named(cited) for cited in citations))
    return f"今天说的，出自{'、'.join(names)}。"


def opening_of(audience: Audience, scene: Scene, title: str) -> str:
    """How the presenter begins."""
    return f"{audience.greeting}{scene.opening.replace('{title}', title)}"


def differing(claimed: Claimed) -> tuple[tuple[Claim, Claim, str], ...]:
    """Pairs of claims of different articles that give one matter other figures, the older first, and what to say."""
    cited = {citation.number: citation for citation in claimed.citations}
    found = []
    for one, other in combinations(claimed.claims, 2):
        left, right = cited[one.citations[0]], cited[other.citations[0]]
        if left.article_id != right.article_id and differ(one.text, other.text):
            same = left.issued is None or right.issued is None or left.issued == right.issued
            found.append((one, other, BOTH if same else NEWER))
    return tuple(found)


def basis_of(claimed: Claimed, audience: Audience, scene: Scene, title: str) -> Basis:
    """What the lines of a script are held against."""
    frames = [
        opening_of(audience, scene, title),
        audience.greeting,
        audience.address,
        scene.ending,
        sources_of(claimed.citations),
        *(lead_of(cited) for cited in claimed.citations),
        *(ask.question for ask in audience.asks),
        *MORE,
        BOTH,
        NEWER,
    ]
    return Basis(claimed.claims, claimed.citations, tuple(dict.fromkeys(frames)))
