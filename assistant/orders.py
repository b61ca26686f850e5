"""Orders to a program that stand inside articles: found, so that no answer rests on them. Pure.

Indirect prompt injection (Greshake et al. 2023, "Not what you've signed up for"). Patterns do not find every
order; they are one of several lines, beside fences, the instruction and the sentence gate.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore.sentences import sentence_spans

_RULES = "(?:指令|规则|要求|提示词?|设定|命令|限制|约束|对话|任务)"
_MACHINE = "(?:AI|人工智能|大?语言模型|大模型|(?:智能|问答|聊天|新闻|AI)助手|聊天机器人|机器人)"
_SAY = "(?:回复|回答|输出|打印|返回|复述|宣布|声称|说|写)"
_STRONG = re.compile(
    "|".join(
        (
            rf"(?:忽略|无视|忘记|忘掉|抛开|抛弃|推翻|覆盖|绕过|作废|不要?理会|不要?遵守|停止遵守)[^。\n]{{0,12}}(?:以上|之前|前面|上面|上述|此前|先前|所有|一切|任何|你)[^。\n]{{0,8}}{_RULES}",
            rf"(?:以上|之前|前面|上面|上述|此前|先前)(?:所有|一切|全部)?的?{_RULES}[^。\n]{{0,8}}(?:作废|失效|取消|无效|忽略|不算)",
            r"你(?:现在|已经|不再|从现在起|的新?(?:身份|角色|任务))[^。\n]{0,10}(?:助手|模型|模式|人工智能|AI|机器人|管理员|角色|限制|是一名|是一个)",
            rf"从现在(?:起|开始)[，,]?\s*你?(?:只|都|必须|要|将|须)[^。\n]{{0,12}}{_SAY}",
            r"(?:进入|切换到?|开启|启用)[^。\n]{0,6}(?:开发者|调试|管理员|越狱|无限制|DAN)模式",
            r"(?:输出|泄露|公开|说出|打印|告诉|展示)[^。\n]{0,10}(?:系统提示|提示词|初始指令|密钥|API|api)",
            r"(?:不要|禁止|不得|无需|不必|别)(?:再)?(?:引用|标注|注明|写)(?:任何)?(?:来源|出处|编号)",
            rf"(?:致|给|告|请|凡|提醒|各?位?)?(?:阅读|读到|处理|看到|检索)(?:到)?(?:本文|这段|此文|这里|本段|此处)[^。\n]{{0,6}}的?{_MACHINE}",
            rf"{_MACHINE}[^。\n]{{0,6}}(?:请|必须|务必|应当|须|注意)[^。\n]{{0,16}}(?:{_SAY}|执行|忽略|照办)",
            r"(?:^|(?<=[\n。！？!?>》”\]]))\s*[【\[(（]?(?:系统|system|developer|assistant|管理员)\s*(?:消息|提示|指令|命令|通知|覆盖|message|prompt|override|note)?[】\])）]?\s*[:：]",
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^。\n]{0,40}\b(?:instruction|prompt|rule|message|direction|guideline|context|above)",
            r"\b(?:you are (?:now|no longer)|act as|pretend (?:to be|you)|from now on|new instructions?|system prompt|developer mode|jailbreak)\b",
            r"\b(?:respond|reply|answer|output|print|say|write|repeat)\b[^。\n]{0,16}\b(?:only|exactly|with the|the (?:word|phrase|following|text))\b",
            r"\b(?:do not|don't|never)\b[^。\n]{0,20}\b(?:cite|reveal|refuse|mention|answer)\b",
            r"\b(?:AI|assistants?|language models?|chatbots?|LLMs?)\b[^。\n]{0,30}\b(?:must|should|please|shall)\b",
            r"<\|[^|\n]{1,20}\|>|\[/?INST\]|<</?SYS>>|#{2,}\s*(?:system|instruction|assistant|user|系统|指令)",
            r"<\s*/?\s*(?:source|system|来源|片段|script|img|iframe|svg|object|embed|style|link|meta|form|a\s)|javascript:|\bonerror\s*=",
            r"!\[[^\]\n]{0,80}\]\([^)\n]{0,200}\)|\[[^\]\n]{1,80}\]\((?:https?|data|javascript):",
        )
    ),
    re.IGNORECASE,
)
# An order only beside one of the others, or with the very words to be said.
_WEAK = re.compile(
    rf"(?:请|必须|务必|只能?|一律|直接|统一)(?:你|您)?(?:只|按|以|用|如下|直接|统一)?{_SAY}(?:以下|如下|这[句段])?[^。\n]{{0,6}}[“\"「『:：]",
    re.IGNORECASE,
)
_CARRIED = 2  # sentences behind an order, in its paragraph or under its heading, that are taken as part of it
_HEADING = re.compile(r"[^。！？!?]*")
_CLAUSE = re.compile(r"[^\w]+")
_TELLING = 3  # characters from which a clause can be told to have come from an order


@lru_cache(maxsize=1024)
def find_orders(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets (start, end) of sentences that order a program about, with two behind each that belong to it."""
    spans = sentence_spans(text)
    strong = [_STRONG.search(text[start:end]) is not None for start, end in spans]
    found: list[tuple[int, int]] = []
    carried, before, heading = 0, 0, False
    for (start, end), order in zip(spans, strong, strict=True):
        if "\n" in text[before:start] and not heading:
            carried = 0
        before, heading = end, order and _HEADING.fullmatch(text, start, end) is not None
        weak = any(strong) and _WEAK.search(text[start:end]) is not None
        if order or weak or carried:
            found.append((start, end))
        carried = _CARRIED if order else max(0, carried - 1)
    return tuple(found)


def blank_orders(text: str) -> str:
    """The text with spaces in place of orders, so that every other offset stays."""
    for start, end in find_orders(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def echoes_order(claim: str, text: str) -> bool:
    """Whether a clause of the claim stands in the text's orders, and nowhere else in the text."""
    orders = "\n".join(text[start:end] for start, end in find_orders(text))
    if not orders:
        return False
    rest = blank_orders(text)
    clauses = [clause for clause in _CLAUSE.split(claim) if len(clause) >= _TELLING]
    return any(clause.lower() in orders.lower() and clause.lower() not in rest.lower() for clause in clauses)
