"""A question's words with their part of speech: the only module of the question side that imports rjieba."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import rjieba

# Single characters that are no part of an unknown name beside them: particles, pronouns, measures, plain verbs.
_PLAIN = frozenset(
    "的了在是能给从到有没还最又也都就才把被让和与或及对为于以将向比当并着过得之其该此可想去来再很不要会用上下里外前后中内间"
    "打接送花拿补领收办帮跑占播讲开报考读挣值睡住垫欠追赔罚交买卖做干搞说看听写问答找回走坐站吃喝穿带放设建改换发选投"
    "等跟替由往按照凭靠离至约近共超达余多少几每各个名家人条种项次场位届件天期年月日号岁元块点分秒时刻半两一二三四五六七八九十百千万亿"
    "副太先备热冷新老旧大小高低长短早晚快慢好坏齐全满空真假他她它们我你这那哪啥谁么呢吗吧啊呀嘛第头首末另别只仅已曾正刚快须应该行成定完起出进入"
    "事钱话课证工线率费款奖金店厂楼房车船路街所班页版篇款座支笔批单本张把套辆台架艘枚颗粒片块根群对双组排届堂门顿遍趟番阵"
)


def words(text: str) -> list[tuple[str, str]]:
    """Words of `text` in order with jieba's tags, by dictionary alone: jieba's guessing of unknown words
    joins names with the verbs beside them (营丘|读 becomes one word).

    Characters the dictionary leaves single and that are not plain ones are joined and tagged `nz`: a name.
    """
    found: list[tuple[str, str]] = []
    for unknown, group in groupby(_tagged(text), key=lambda pair: _is_unknown(pair[0])):
        if unknown:
            joined = "".join(word for word, _ in group)
            if len(joined) > 1:
                found.append((joined, "nz"))
        else:
            found.extend(group)
    return found


def _tagged(text: str) -> Iterator[tuple[str, str]]:
    for word, tag in rjieba.tag(text, False):
        yield str(word), str(tag)


def _is_unknown(word: str) -> bool:
    return len(word) == 1 and "一" <= word <= "鿿" and word not in _PLAIN
