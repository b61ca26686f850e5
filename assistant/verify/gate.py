"""The sentence gate: is each sentence of an answer borne out by the sources it cites?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.verdict import Judgement, Source
from assistant.verify.addresses import addresses, strays
from assistant.verify.analysis import Analysis, prepare
from assistant.verify.comparison import Comparison, Fault, Finding
from assistant.verify.negation import negated
from assistant.verify.placement import placed, share
from assistant.verify.tokens import Token, fold, squeeze, tokenise
from assistant.verify.words import table

_FURTHER = frozenset(
    table("并 并且 而且 从而 同时 进而 且 还 以及 甚至")
)  # what follows is a statement of its own
_CLAUSE_BORNE_OUT = 0.5
_SENTENCE_BORNE_OUT = 0.5
_QUOTED = re.compile(r"“([^“”]{2,})”|《([^《》]{2,})》")

_GENERAL = frozenset(
    table(
        "影响 背景 领域 进程 评价 高度评价 杂志 报纸 媒体 事件 事情 预计 阶段 突破 活动 运营 计划 政策 趋势 状况 困难 手段 问题 情况 过程 作用 意义 措施 "
        "办法 方式 方法 途径 原因 结果 目标 目的 特点 水平 能力 条件 环境 机会 机遇 挑战 项目 行为 现象 因素 程度 范围 关系 形势 局面 态度 观点 看法 意见 "
        "成果 成就 效果 成效 基础 重点 关键 优势 价值 需求 需要 要求 时间 时刻 日期 地点 名称 标题 人员 人士 民众 群众 公众 官员 部门 机构 单位 企业 国家 "
        "地区 城市 仪式 会议 现场 新闻 信息 数据 数字 规模 总数 数量 比例 事项 事宜 议题 话题 细节 步骤 程序 规则 规定 制度 机制 体系 系统 模式 理念 精神 思想 贡献 力量"
    )
)  # nouns that summarise what a source tells in other words
_LEAD = re.compile(r"根?据([^,。:]{0,16}?)(?:报道|消息|了解|介绍|悉)(?:显示|称)?[,:]")
_SUPPORTED = Judgement("supported", None)


def verify(sentence: str, sources: Sequence[Source]) -> Judgement:
    """Judge a sentence against the sources it cites, taken together."""
    if not sources:
        return Judgement("unsupported", "没有引用来源")
    passages = [prepare(source) for source in sources]
    text = _without_lead(fold(sentence), passages)
    if misprinted := _misprinted(text, passages):
        return Judgement("unsupported", "；".join(map(_words, misprinted)))
    if any(_verbatim(squeeze(text), passage.letters) for passage in passages):
        return _SUPPORTED
    claim = tokenise(text)
    if not any(token.weight for token in claim):
        return _SUPPORTED
    comparisons = placed(claim, passages)
    return _judgement(text, comparisons, passages)


def support(sentence: str, source: Source) -> float:
    """How far one source bears the sentence out, 0 to 1: to replace a citation by a better one."""
    passage = prepare(source)
    text = _without_lead(fold(sentence), [passage])
    if _verbatim(squeeze(text), passage.letters):
        return 1.0
    claim = tokenise(text)
    comparisons = placed(claim, [passage])
    borne_out = share(comparisons)
    faults = sum(finding.fault != "loose" for c in comparisons for finding in c.findings)
    return borne_out / (1 + faults)


def _without_lead(text: str, passages: Sequence[Analysis]) -> str:
    """`text` without an opening such as 据报道, or 据…报道 where the source is the paper named."""
    match = _LEAD.match(text)
    if not match:
        return text
    paper = squeeze(match[1])
    known = any(
        paper in passage.letters or (passage.about and passage.about in paper) for passage in passages
    )
    return text[match.end() :] if known else text


def _verbatim(letters: str, source: str) -> bool:
    """Whether the source has these very letters, not cut out of a longer number or from under a negation."""
    at = source.find(letters)
    while letters and at >= 0:
        end = at + len(letters)
        before, after = source[max(at - 3, 0) : at], source[end : end + 1]
        cut = (letters[0].isdigit() and before[-1:].isdigit()) or (
            letters[-1].isdigit() and (after.isdigit() or after in "万亿千百%.")
        )
        if not (cut and after) and not negated(before):
            return True
        at = source.find(letters, at + 1)
    return False


def _judgement(text: str, comparisons: Sequence[Comparison], passages: Sequence[Analysis]) -> Judgement:
    borne_out = share(comparisons)
    if borne_out < _SENTENCE_BORNE_OUT:
        return Judgement("unsupported", "所引来源没有这样的内容")
    findings = [finding for c in comparisons for finding in c.findings]
    findings += [Finding("absent", clause) for clause in _bare_clauses(text, comparisons)]
    claim = [token for c in comparisons for token in c.claim]
    findings += [Finding("absent", quote) for quote in _misquoted(text, claim, passages)]
    findings += [Finding("absent", noun) for noun in _unheard_of(comparisons, passages)]
    if not findings:
        return _SUPPORTED
    contradicted = any(finding.fault == "contradicted" for finding in findings)
    reason = "；".join(dict.fromkeys(_words(finding) for finding in findings))
    return Judgement("unsupported" if contradicted else "partly", reason)


def _bare_clauses(text: str, comparisons: Sequence[Comparison]) -> list[str]:
    """The clauses of which the sources say too little."""
    clauses: dict[tuple[int, int], list[tuple[Token, float]]] = {}
    part = 0
    for comparison in comparisons:
        for token, borne_out in zip(comparison.claim, comparison.support, strict=True):
            part += token.text in _FURTHER
            clauses.setdefault((token.clause, part), []).append((token, borne_out))
    bare: list[str] = []
    for pairs in clauses.values():
        total = sum(token.weight for token, _ in pairs)
        missing = sum(token.weight * (1 - s) for token, s in pairs)
        if missing >= 1.4 and missing > _CLAUSE_BORNE_OUT * total:
            bare.append(text[pairs[0][0].start : pairs[-1][0].end])
            continue
        bare.extend(text[low:high] for low, high in _bare_runs([p for p in pairs if p[0].weight]))
    return bare


def _bare_runs(pairs: Sequence[tuple[Token, float]]) -> list[tuple[int, int]]:
    """Where three content words or more in a row are in no source."""
    runs: list[tuple[int, int]] = []
    row: list[Token] = []
    for token, borne_out in pairs:
        if borne_out < 0.5:
            row.append(token)
            continue
        if sum(t.weight for t in row) >= 2.8:
            runs.append((row[0].start, row[-1].end))
        row = []
    if sum(t.weight for t in row) >= 2.8:
        runs.append((row[0].start, row[-1].end))
    return runs


def _unheard_of(comparisons: Sequence[Comparison], passages: Sequence[Analysis]) -> list[str]:
    """The nouns of which the sources have not one character: other words for the same thing mostly share one, but for
    those that summarise."""
    return [
        token.text
        for comparison in comparisons
        for token, borne_out in zip(comparison.claim, comparison.support, strict=True)
        if token.kind == "word"
        and token.nominal
        and token.weight >= 1
        and not borne_out
        and token.text not in _GENERAL
        and not any(
            letter in passage.text or letter in passage.about for passage in passages for letter in token.text
        )
    ]


def _misquoted(text: str, claim: Sequence[Token], passages: Sequence[Analysis]) -> list[str]:
    """The quotations and titles that stand so in no source; numbers may be written otherwise."""
    missing: list[str] = []
    for match in _QUOTED.finditer(text):
        quote = match[1] or match[2]
        letters = squeeze(quote)
        if any(letters in passage.letters or letters in _without_notes(passage) for passage in passages):
            continue
        keys = _keys([token for token in claim if match.start() < token.start < match.end()])
        if not any(keys in _keys(passage.tokens) for passage in passages):
            missing.append(quote)
    return missing


def _without_notes(passage: Analysis) -> str:
    """The letters of a source without what its editors put in brackets."""
    return squeeze(re.sub(r"\([^()]*\)", "", passage.text))


def _misprinted(text: str, passages: Sequence[Analysis]) -> list[Finding]:
    """The web and mail addresses that no source gives, each with one that a source does."""
    told = addresses(text)
    given = [each for passage in passages for each in passage.addresses] if told else []
    fault: Fault = "contradicted" if given else "absent"
    return [Finding(fault, each, given[0] if given else None) for each in strays(told, given)]


def _keys(tokens: Sequence[Token]) -> str:
    return "".join(token.key if token.value is not None else token.text for token in tokens)


def _words(finding: Finding) -> str:
    source = f"（来源：“{finding.instead}”）" if finding.instead else ""
    match finding.fault:
        case "contradicted":
            return f"“{finding.text}”与来源不符{source}"
        case "misplaced":
            return f"“{finding.text}”在来源中对不上{source}"
        case "loose":
            return f"“{finding.text}”与来源的说法不尽相同{source}"
        case "absent":
            return f"来源没有提到“{finding.text}”"
