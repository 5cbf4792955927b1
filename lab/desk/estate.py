"""A made-up estate: households with names from a small generator and numbers that nobody has. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, product
from random import Random

from ticketing.households.household import Household, KeptDocument, Part, Person, Phone, Place

ESTATE = "桂花苑"
MOVED_IN = date(2019, 9, 1)
BUILDINGS, UNITS, FLOORS, DOORS = 6, 2, 10, 2
VIP_SHARE, SECOND_PHONE_SHARE = 0.04, 0.3

_FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN_NAMES = "伟芳秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文辉玲斌波宁健云帆浩然雨晨"
_FILES = ("业主登记表", "装修承诺书", "入住验收单")


def households(agents: Sequence[str], moved_in: date, seed: int = 1) -> tuple[Household, ...]:
    """Each with a housekeeper among the agents."""
    random = Random(seed)
    numbers = _numbers()
    places = product(range(1, BUILDINGS + 1), range(1, UNITS + 1), range(1, FLOORS + 1), range(1, DOORS + 1))
    return tuple(
        Household(
            Place(ESTATE, str(building), str(unit), f"{floor}{door:02d}"),
            _people(random, numbers),
            housekeeper=agents[building % len(agents)],
            documents=tuple(KeptDocument(title, moved_in) for title in _FILES[: random.randint(1, len(_FILES))]),
            consent=True,
            vip=random.random() < VIP_SHARE or None,
        )
        for building, unit, floor, door in places
    )


def numbers_of(estate: Sequence[Household]) -> tuple[str, ...]:
    """As a phone of the estate would show itself."""
    return tuple(phone.raw for household in estate for person in household.people for phone in person.phones)


def _numbers() -> Iterator[Phone]:
    """Of a block that no operator gives out: 138 0000 0000 and on."""
    for number in count(1):
        raw = f"1380000{number:04d}"
        yield Phone(f"+86{raw}", raw)


def _people(random: Random, numbers: Iterator[Phone]) -> tuple[Person, ...]:
    family = random.choice(_FAMILY_NAMES)
    owner = Person(_name(random, family), random.choice((Part.OWNER, Part.OWNER, Part.TENANT)), (next(numbers),))
    if random.random() >= SECOND_PHONE_SHARE:
        return (owner,)
    return owner, Person(_name(random, random.choice(_FAMILY_NAMES)), Part.FAMILY, (next(numbers),))


def _name(random: Random, family: str) -> str:
    return family + "".join(random.sample(_GIVEN_NAMES, random.choice((1, 2, 2))))
