"""What kind of name a word is, and whether two writings name the same person, place or organisation."""

from __future__ import annotations

import re
from typing import Literal

from assistant.verify.places import PLACES, PROVINCES
from assistant.verify.words import table

NameKind = Literal["person", "place", "organisation", "name"]

_TAGS: dict[str, NameKind] = {
    "nr": "person",
    "nrt": "person",
    "nrfg": "person",
    "ns": "place",
    "nt": "organisation",
    "eng": "name",
}
_ORGANISATION = re.compile(
    r"(?:公司|集团|银行|大学|学院|中学|小学|医院|法院|检察院|研究院|研究所|研究中心|委员会|总工会|工会|协会|学会|联合会|基金会|商会"
    r"|委|局|厅|署|部|院|所|社|队|馆|厂|台|报|中心|俱乐部|政府|支队|大队|总队|总社|总局|联盟|组织|机构|妇联|团委|省总|市总|区总|县总|全总)$"
)
_PLACE = re.compile(r".[省市县区镇乡村州盟旗岛湾河江湖山]$|街道$|社区$|.{2}[路街]$")
_NOT_PLACE = frozenset(
    table(
        "城市 地区 社区 农村 乡村 全省 全市 全县 全区 我省 我市 我县 该市 该省 该县 该区 山区 灾区 景区 园区 校区 小区 辖区 "
        "市区 城区 郊区 江河 江山 河湖 都市 超市 股市 楼市 上市 乡镇 村镇 城镇 片区 街区 专区 牧区 林区 库区 厂区 新区 城乡 双城"
    )
)
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴"
    "陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿"
    "白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖"
    "益桓公肖闫覃岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟"
)
_GENERIC = re.compile(
    r"^(?:他们|她们|它们|他|她|它|其|该.{1,3}|此.{0,2}|这.{0,3}|本.{1,2}|对方|双方|记者|专家|负责人|相关负责人|有关负责人|工作人员|官员|发言人|"
    r"新闻发言人|教授|博士|主任|主席|局长|院长|会长|经理|总经理|董事长|先生|女士|同志|医生|律师|公司|集团|单位|部门|有关部门|协会|学校|医院|政府|企业|"
    r"当地|警方|官方|我国|组织|机构|团队|机关|当局)+$"
)
_SCOPES = frozenset(table("全国 全省 全市 全县 全区 我国 我省 我市 我县 我区 本省 本市 国内 当地 省内 市内"))


def kind_of(word: str, tag: str) -> NameKind | None:
    """The kind of name a segmented word is; None for any other word."""
    if len(word) < 2:
        return None
    if word in PLACES or (word[-1] in "人省市县区州" and word[:-1] in PLACES):
        return "place"
    if _ORGANISATION.search(word) and len(word) > 2 and tag[0] in "njx":
        return "organisation"
    if _PLACE.search(word) and word not in _NOT_PLACE and tag[0] in "nx" and tag not in ("n", "nr"):
        return "place"
    kind = _TAGS.get(tag)
    if kind is None and tag == "x" and word[0] in SURNAMES and len(word) <= 3:
        return "person"
    return kind


def joined_kind(text: str) -> NameKind | None:
    """The kind of a run of words that together name an organisation or a place."""
    if len(text) > 2 and _ORGANISATION.search(text):
        return "organisation"
    if len(text) > 2 and _PLACE.search(text) and text not in _NOT_PLACE:
        return "place"
    return None


def generic(text: str) -> bool:
    """Whether the words point to someone without naming them (他, 该公司, 有关负责人)."""
    return bool(_GENERIC.match(text))


def scope(text: str) -> bool:
    """Whether the word stands for the place an article is about (全省, 我市)."""
    return text in _SCOPES


def same_name(one: str, other: str) -> bool:
    """Whether two writings can be one name: equal, a full and a short form, a province and its letter."""
    if one == other:
        return True
    short, full = sorted((one, other), key=len)
    if len(short) == 2 and short[1] == "方":
        return full[0] == short[0]
    if short in full:
        return len(short) > 1 or full.startswith(short) or (full.endswith(short) and short in "省市县区州")
    if len(short) == 1:
        return PROVINCES.get(full.rstrip("省市")) == short
    return len(short) < len(full) and _short_form(short, full)


def _short_form(short: str, full: str) -> bool:
    """省总 of 四川省总工会, 联大 of 联合国大会: the letters in order, of a body or from the first letter on.

    The last letter may be missing from `full`: 发改委 of 发展改革, where the cut left 委 to the next word.
    """
    if joined_kind(full) is None and (short[0] != full[0] or len(full) < 4):
        return False
    if _in_order(short, full):
        return True
    return (
        short[-1] in "委局厅部院" and len(short) > 2 and short[0] == full[0] and _in_order(short[:-1], full)
    )


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(c in rest for c in letters)
