"""A sheet of places that are no flats: its columns, its rows, and what is wrong with one. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kit.sheets.cells import BadRow, Fault, FaultyError, clean, is_nothing
from kit.sheets.files import Line
from kit.sheets.headers import Columns, Headers
from ticketing.places.place import PlaceKind, SharedPlace, key_of
from ticketing.places.spelled import building_of


class Column(StrEnum):
    ESTATE = "estate"
    BUILDING = "building"
    KIND = "kind"
    NAME = "name"
    NOTES = "notes"


HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.ESTATE: ("小区", "estate", "项目", "园区", "楼盘", "小区名称", "community", "project"),
    Column.BUILDING: ("楼栋", "building", "楼号", "栋", "楼", "幢", "栋号", "幢号", "座", "所在楼栋", "block", "tower"),
    Column.KIND: ("类型", "kind", "类别", "分类", "设备类型", "部位类型", "type", "category"),
    Column.NAME: ("名称", "name", "公共部位", "部位", "设备名称", "设备", "场所", "位置", "place", "equipment"),
    Column.NOTES: ("备注", "notes", "说明", "型号", "note", "remark", "remarks", "comment"),
}

SHEET = Headers(HEADERS, required=(Column.NAME,))

KINDS: Mapping[PlaceKind, tuple[str, ...]] = {
    PlaceKind.GARAGE: ("车库", "garage", "停车场", "车位", "parking"),
    PlaceKind.LIFT: ("电梯", "lift", "客梯", "货梯", "扶梯", "elevator", "escalator"),
    PlaceKind.PLANT_ROOM: (
        "设备房", "plant room", "水泵", "泵房", "配电", "机房", "消控", "锅炉", "发电",
        "pump", "boiler", "generator", "fire control",
    ),
    PlaceKind.GATE: ("出入口", "gate", "大门", "门岗", "岗亭", "道闸", "entrance"),
    PlaceKind.LOBBY: ("大堂", "lobby", "门厅", "前厅"),
    PlaceKind.STAIRS: ("楼道", "stairs", "走廊", "楼梯", "stairs and corridors", "corridor"),
    PlaceKind.ROOF: ("屋面", "roof", "天台", "屋顶"),
    PlaceKind.GROUNDS: ("道路绿化", "grounds", "道路", "绿化", "广场", "花园", "garden", "road", "playground"),
    PlaceKind.AMENITY: ("会所设施", "amenity", "会所", "泳池", "健身", "pool", "gym", "club"),
    PlaceKind.OTHER: ("其他", "other"),
}  # fmt: skip
"""The first words are those of the pages. The others are looked for in a kind or a name, in this order."""

_LENGTHS_MAX = {Column.NAME: 100, Column.NOTES: 4_000, Column.ESTATE: 200, Column.BUILDING: 200}


class Gathered(NamedTuple):
    columns: Columns[Column]
    places: tuple[SharedPlace, ...]  # in their order, each once
    bad: tuple[BadRow, ...]
    row_count: int


def gather(lines: Iterable[Line], estate: str = "", named: Mapping[str, Column | None] | None = None) -> Gathered:
    """`estate`: of rows that name none. Raises SheetError where no line is a header."""
    columns, below = SHEET.read(iter(lines), named)
    places: dict[str, SharedPlace] = {}
    bad: list[BadRow] = []
    count = 0
    for line in below:
        count += 1
        try:
            place = _place(line, columns, estate)
            if key_of(place) in places:
                raise FaultyError(Column.NAME, Fault.SAME_PLACE)
            places[key_of(place)] = place
        except FaultyError as faulty:
            header = columns.header_of(Column(faulty.column))
            bad.append(BadRow(line.number, faulty.column, faulty.fault, header))
    return Gathered(columns, tuple(places.values()), tuple(bad), count)


def kind_of(kind: str, name: str) -> PlaceKind | None:
    """By the word of its kind, else by its name; None: the word of the kind means nothing here."""
    word = kind.casefold()
    for known, words in KINDS.items():
        if word == known or word in words:
            return known
    found = next(_within(word or name.casefold()), None)
    return PlaceKind.OTHER if found is None and not word else found


def _within(text: str) -> Iterator[PlaceKind]:
    return (kind for kind, words in KINDS.items() if any(word in text for word in words))


def _place(line: Line, columns: Columns[Column], estate: str) -> SharedPlace:
    if line.is_title:
        raise FaultyError(Column.NAME, Fault.TITLE)
    if line.is_separated and any(cell.strip() for cell in line.cells[len(columns.headers) :]):
        raise FaultyError(Column.NAME, Fault.MORE_CELLS)
    said = {column: _text(column, line.cells, at) for column, (at, *_) in columns.places.items()}
    name = said.get(Column.NAME, "")
    if not name:
        raise FaultyError(Column.NAME, Fault.MISSING)
    kind = kind_of(said.get(Column.KIND, ""), name)
    if kind is None:
        raise FaultyError(Column.KIND, Fault.UNKNOWN_KIND)
    return SharedPlace(
        kind=kind,
        estate=said.get(Column.ESTATE, "") or estate,
        building=building_of(said.get(Column.BUILDING, "")),
        name=name,
        notes=said.get(Column.NOTES, ""),
    )


def _text(column: Column, cells: Sequence[str], at: int) -> str:
    longest, lines = _LENGTHS_MAX.get(column, 60), column is Column.NOTES
    text = clean(column, cells[at] if at < len(cells) else "", longest, as_written=column is Column.NAME, lines=lines)
    return "" if is_nothing(text) else text
