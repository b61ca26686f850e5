"""Passages extracted twice."""

from assistant.pages.repeats import find_repeats, overlap, repeated_rows

LONG = "渡船每趟核定三十人,船上备了救生衣和姜茶。航运站派了六名老船工轮流掌舵,镇总工会的志愿者在码头扶老人、看行李。"
OTHER = "石桥的加固工程三月二十二日完工,比预计早了五天。通车那天,柳小梅和工友把一面锦旗送到码头。"


def test_a_paragraph_that_repeats_part_of_another_is_dropped() -> None:
    assert repeated_rows([LONG, OTHER, LONG[20:]]) == {2}
    assert repeated_rows([LONG[:40], OTHER, LONG]) == {0}


def test_one_look_alike_does_not_hide_a_repetition() -> None:
    assert repeated_rows([LONG, OTHER, LONG.replace("姜茶", "姜荼")]) == {2}


def test_of_two_copies_the_one_in_its_place_stays() -> None:
    lines = [LONG[place : place + 18] for place in range(0, len(LONG), 18)]
    stray = lines[1:3]
    assert repeated_rows([OTHER, *stray, "本报讯(记者唐穗)采茶季一到", *lines]) == {1, 2}


def test_names_and_headlines_may_come_again() -> None:
    name = "《河阳市总工会关于进一步加强新就业形态劳动者权益保障工作的实施意见》"
    assert not repeated_rows([f"近日,河阳市总印发{name},", OTHER, f"根据{name}要求,"])
    headline = "渡口摆了二十天渡船"
    assert not repeated_rows([headline, f"{headline},职工不再发愁。", LONG])


def test_find_repeats_gives_places() -> None:
    (repeat,) = find_repeats(LONG + OTHER + LONG)
    assert (repeat.earlier, repeat.later, repeat.length) == (0, len(LONG) + len(OTHER), len(LONG))


def test_overlap() -> None:
    assert overlap("航运站派了六名老船工轮流掌舵", "六名老船工轮流掌舵，镇总工会") == 9
    assert overlap("航运站派了六名老船工", "老船工轮流掌舵，镇总工会的") == 0
