"""Pages from text, and clean articles in the project's own words to lay out and break."""

from __future__ import annotations

from assistant.records import Line, Page, PageArticle
from tests.assistant.pages.broken_pages import Known


def page_of(text: str) -> Page:
    """The page a plain text file would give."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=1))
    return Page(origin="-", number=1, lines=lines)


def articles_of(pieces: tuple[PageArticle, ...]) -> list[PageArticle]:
    """The pieces that are articles or photos."""
    return [piece for piece in pieces if piece.kind != "other"]


def numbers_of(pieces: tuple[PageArticle, ...]) -> list[int]:
    """Line numbers in the ranges of all pieces, as often as they occur."""
    return [number for piece in pieces for run in piece.ranges for number in range(run.first, run.last + 1)]


def squash(text: str) -> str:
    """Letters, digits and ideographs only."""
    return "".join(char for char in text if char.isalnum())


BRIDGE = Known(
    "老桥加固，渡口摆了二十天渡船",
    "临川镇为过河职工保通",
    (
        "本报讯（记者何岸）临川镇的老石桥封闭加固，对岸纺织园的一千一百名职工上下班成了难题。镇总工会同航运站商量，"
        "从三月二日起在旧渡口摆开三条渡船，早晚各跑二十趟。",
        "“头一天心里没底，怕迟到。”挡车工柳小梅说，第二天她就摸准了钟点，六点四十分上船，七点整进车间，一分钟没耽误。",
        "渡船每趟核定三十人，船上备了救生衣和姜茶。航运站派了六名老船工轮流掌舵，镇总工会的志愿者在码头扶老人、看行李，"
        "遇上大雾就停航，改由园区的班车绕道新桥接送。",
        "石桥的加固工程三月二十二日完工，比预计早了五天。通车那天，柳小梅和工友把一面锦旗送到码头，老船工们笑着收下，"
        "又把渡船一条条拖回了船坞。",
    ),
)
LOOM = Known(
    "织机旁办起夜读班",
    None,
    (
        "本报记者 苏禾",
        "晚上八点，青岚棉纺厂的二号车间停了机，角落里的灯却亮着。二十三名女工围坐在打包台边，跟着退休教师顾敏之念课文。",
        "夜读班是去年冬天办起来的。厂工会主席汤彦文说，厂里招来一批山里姑娘，有人连工艺单都看不全，出过两回错纱。"
        "工会干脆请来老师，每周二、四晚上各讲一个半小时，课本就用厂里的工艺手册。",
        "学了四个月，二十三个人全部能独立填写交接单，次品率从百分之三点一降到百分之一点二。最年轻的学员罗小雨还考取了"
        "整经工的初级证书，工资涨了三百元。",
        "顾敏之打算下学期添一门算术课。“会认字了，还得会算账。”他把粉笔头收进铁盒，关灯前又检查了一遍门窗。",
    ),
)
MARKET = Known(
    "白石岭果农卖果不出村",
    "供销社把收购点搬进果园",
    (
        "本报白石岭6月11日电（记者何岸 通讯员方舟）枇杷熟透的时节，白石岭的果农往年要挑着担子走七里山路。今年，县供销社"
        "在半山腰支起收购棚，过秤、分级、装箱都在果园边上办完。",
        "收购棚开张九天，收进枇杷四十六吨，付给果农现款五十八万元。供销社还带来一台冷藏车，当天傍晚就把果子送到省城的"
        "六家超市，烂果率比往年少了一半。",
        "果农钟阿婆七十一岁，儿女都在外地。她把两筐枇杷放上秤，领了四百二十元，转身又去树下铺网。",
        "供销社主任丘明远说，等杨梅上市，收购棚还要再往山里挪三里，让最远的十二户也能在家门口卖果。",
    ),
)
BAND = Known(
    "矿区来了铜管乐",
    None,
    (
        "5月1日，长松煤矿职工铜管乐队在井口广场演奏《黄河颂》。这支乐队由三十一名井下工人组成，成立才满半年。",
        "本报记者 苏禾 摄",
    ),
    photo=True,
)
CLINIC = Known(
    "流动诊所开到茶山上",
    None,
    (
        "本报讯（记者唐穗）采茶季一到，翠屏山上聚起四千多名外来采茶工。昨日，县医院的流动诊所第三次开上茶山，两天里看了"
        "三百一十六个病人。",
        "诊所是一辆改装的中巴，装着心电图机和一张小手术台。领队的医生叶知秋说，采茶工多是腰痛和手指裂口，也有人血压高得"
        "吓人却舍不得下山。",
        "这回查出二十七名高血压病人，六人被劝下山住院，费用由互助保障先行垫付。叶知秋给每个茶棚留了一只药箱，教会两名"
        "采茶工量血压。",
    ),
)
KNOWN = [BRIDGE, LOOM, MARKET, BAND, CLINIC]
