"""The boards as committed: as built, of metrics that exist, whole in two languages, and readable from afar."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

from console.pages import PAGES
from dashboards import build, page
from dashboards.sources import Addresses, sources
from dashboards.tiles import Board, Site, Tile
from metrics.calls.service_level import Policy
from metrics.prometheus.bounds import RING_PERIODS as PERIODS
from metrics.prometheus.bounds import below
from metrics.prometheus.catalogue import CATALOGUE
from metrics.prometheus.metric import Kind as MetricKind
from metrics.prometheus.metric import Metric
from tests.unit.dashboards.shown import Series, of_series
from thirdring.http.operations import OPERATIONS

GRAFANA = build.FOLDER.parent
FILES = sorted(build.FOLDER.glob("*.json"))
ENGLISH, CHINESE = build.boards(Site("en")), build.boards(Site("zh"))
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read(file: Path) -> dict[str, Any]:
    board: dict[str, Any] = json.loads(file.read_text())
    return board


def asking(file: Path) -> list[dict[str, Any]]:
    """The panels that ask for something: all but a wall's headings."""
    return [panel for panel in read(file)["panels"] if panel["type"] != "text"]


def queries(boards: tuple[Board, ...]) -> Iterator[str]:
    return (query.expr for board in boards for tile in board.tiles for query in tile.queries)


def exposed(metric: Metric) -> set[str]:
    suffixes = ("_bucket", "_count", "_sum") if metric.kind is MetricKind.HISTOGRAM else ("",)
    return {metric.name + suffix for suffix in suffixes}


def test_a_rebuild_changes_nothing() -> None:
    built = build.files(Policy())
    assert {file.name: file.read_text() for file in FILES} == built, "run ./run docs"


def test_the_page_about_the_boards_is_up_to_date() -> None:
    assert page.DOCUMENT.read_text() == page.document(), "run ./run docs"


def test_the_pages_pictures_are_there_and_small_together() -> None:
    names = re.findall(r"\]\((pictures/[^)]+)\)", page.document())
    assert len(names) == 4
    assert sum((page.DOCUMENT.parent / name).stat().st_size for name in names) < 400_000


def test_written_twice_the_second_time_nothing_changes(tmp_path: Path) -> None:
    texts = build.files(Policy())
    assert sorted(build.write(tmp_path / "new", texts)) == sorted(texts)
    (tmp_path / "new" / "thirdring-wall-en.json").write_text("edited")
    assert build.write(tmp_path / "new", texts) == ["thirdring-wall-en.json"]
    assert build.write(tmp_path / "new", texts) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_metric_and_label_of_every_query_is_in_the_catalogue(file: Path) -> None:
    names = {name: metric for metric in CATALOGUE for name in exposed(metric)}
    board = read(file)
    for panel in [*asking(file), *map(as_panel, marks(board))]:
        for target in panel["targets"]:
            if "rawSql" in target:
                continue
            for name, matchers in re.findall(r"(thirdring_\w+)(?:\{([^}]*)\})?", target["expr"]):
                assert name in names, f"{panel['title']}: {name}"
                asked = dict(re.findall(r'(\w+)=~?"([^"]*)"', matchers))
                assert set(asked) <= {*names[name].label_names, "le"}
                for label in names[name].labels:
                    if label.values is not None and label.name in asked:
                        assert set(asked[label.name].split("|")) <= label.values


def marks(board: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = board["annotations"].get("list", [])
    return found


def as_panel(mark: dict[str, Any]) -> dict[str, Any]:
    return {"title": mark["name"], "targets": [mark["target"]]}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_board_with_curves_marks_what_happened_each_in_a_colour_of_its_own(file: Path) -> None:
    board = read(file)
    curves = [panel for panel in board["panels"] if panel["type"] == "timeseries"]
    assert len(marks(board)) == (4 if curves else 0)
    assert len({mark["iconColor"] for mark in marks(board)}) == len(marks(board))
    for mark in marks(board):
        assert mark["enable"]
        assert bool(_CHINESE.search(mark["name"])) is file.stem.endswith("-zh")
        assert f"**{mark['name']}**" in page.document() or f"· {mark['name']} " in page.document()


def test_a_mark_of_prometheus_is_where_its_series_is_above_0() -> None:
    """Grafana marks nothing where a series is 0, so that `link_up == 0` would never show."""
    targets = [mark["target"] for mark in marks(read(build.FOLDER / "thirdring-hotline-en.json"))]
    restart, gap, alert = (target["expr"] for target in targets if "expr" in target)
    assert restart.endswith("* 1000")  # an instant, in milliseconds
    assert gap.endswith("== bool 0")
    assert 'ALERTS{alertstate="firing",severity="critical",alertname!="HotlineRingingPastTarget"}' in alert


def test_a_metric_of_the_service_that_is_not_ours_is_only_whether_it_is_up() -> None:
    words = {name for expr in queries(ENGLISH) for name in re.findall(r"(?<![\w$\":])([a-z_]+)\{", expr)}
    assert {name for name in words if not name.startswith("thirdring_")} == {"up"}


def test_uids_are_fixed_and_are_the_files_names() -> None:
    assert [file.stem for file in FILES] == [read(file)["uid"] for file in FILES]
    slugs = ("wall", "shift", "hotline", "agents", "tickets", "objectives", "health")
    expected = {f"thirdring-{slug}-{language}" for slug in slugs for language in ("en", "zh")}
    assert {file.stem for file in FILES} == expected


def test_both_languages_show_the_same_by_other_words() -> None:
    assert list(queries(ENGLISH)) == list(queries(CHINESE))
    for english, chinese in zip(ENGLISH, CHINESE, strict=True):
        for one, other in zip(english.tiles, chinese.tiles, strict=True):
            assert one.place == other.place
            assert _CHINESE.search(other.meaning)
            assert not _CHINESE.search(one.title + one.meaning)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_panel_words_what_stands_where_nothing_is(file: Path) -> None:
    for panel in asking(file):
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["noValue"]
        assert defaults["unit"]
        assert panel["description"]


@pytest.mark.parametrize("board", ENGLISH, ids=lambda board: board.slug)
def test_no_two_panels_lie_upon_each_other(board: Board) -> None:
    cells = [cell for tile in board.tiles for cell in covered(tile)]
    assert len(cells) == len(set(cells))
    assert max(column for column, _ in cells) < 24


def covered(tile: Tile) -> list[tuple[int, int]]:
    x, y, width, height = tile.place
    return [(column, row) for column in range(x, x + width) for row in range(y, y + height)]


def test_the_wall_names_no_agent_and_the_agents_are_in_the_order_of_names() -> None:
    assert not any(re.search(r"\bagent\b", expr) for expr in queries((ENGLISH[0],)))
    board = read(build.FOLDER / "thirdring-agents-en.json")
    table = next(panel for panel in board["panels"] if panel["title"] == "Attempts by agent")
    assert table["options"]["sortBy"] == [{"displayName": "agent", "desc": False}]
    assert not any(word in expr for expr in queries(ENGLISH) for word in ("topk", "bottomk", "sort"))


def test_titles_colours_and_the_bucket_follow_the_policy_of_the_site() -> None:
    policy = Policy(ring_zone="us", rings_within=2, name="by_ring_end")
    wall, _shift, hotline, *_ = build.boards(Site("en", policy))
    assert "Answered by ring 2 today" in [tile.title for tile in wall.tiles]
    (longest,) = (tile for tile in wall.tiles if tile.queries and "longest_ringing" in tile.queries[0].expr)
    assert [step.since for step in longest.steps] == [None, 2, 3]
    (bound,) = {bound for expr in queries((hotline,)) for bound in re.findall(r'le="([^"]+)"', expr)}
    assert bound == repr((policy.limit_us - 1) / 1_000_000)
    assert bound in below(PERIODS, policy).texts


def test_the_share_is_fine_from_the_target_on() -> None:
    steps = Site("en").steps_of(18)
    assert [(step.since, step.tone) for step in steps] == [(None, "missed"), (0.9, "at risk"), (0.95, "fine")]
    assert [(step.since, step.tone) for step in Site("en").share_steps] == [(None, "missed"), (1, "fine")]


def test_what_is_asked_of_recorded_series_is_recorded_by_a_rule() -> None:
    rules = yaml.safe_load((GRAFANA.parent / "prometheus/rules/recording.yml").read_text())
    recorded = {rule["record"] for group in rules["groups"] for rule in group["rules"]}
    asked = {name for expr in queries(ENGLISH) for name in re.findall(r"thirdring:[\w:]+", expr)}
    assert asked
    assert asked <= recorded


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rows_ask_the_views_only_and_lead_to_paths_that_the_api_has(file: Path) -> None:
    paths = {re.sub(r"\{\w+\}", "*", operation.path) for operation in (*OPERATIONS, *PAGES)}
    for panel in asking(file):
        for target in panel["targets"]:
            asked = target.get("rawSql", "")
            for relation in re.findall(r"\b(?:from|join) (?!local\)|generate_series)(\w[\w.]*)", asked):
                assert relation.startswith("wall."), relation
        for link in re.findall(r'"url": "\$\{service:raw\}([^"]+)"', json.dumps(panel)):
            assert re.sub(r"\$\{[^}]+\}", "*", link) in paths, link


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "Are there enough people?", ["day shift", "night shift"]),
        ("zh", "各班人数够吗？", ["白班", "夜班"]),
    ],
)
def test_a_shift_with_too_few_people_is_on_the_agents_board_and_leads_to_the_roster(
    language: str, title: str, words: list[str]
) -> None:
    board = read(build.FOLDER / f"thirdring-agents-{language}.json")
    [panel] = [panel for panel in board["panels"] if panel["title"] == title]
    defaults = panel["fieldConfig"]["defaults"]
    assert [(link["url"], link["targetBlank"]) for link in defaults["links"]] == [("${service:raw}/shifts", True)]
    named = {one["matcher"]["options"]: one["properties"][0]["value"] for one in panel["fieldConfig"]["overrides"]}
    assert [named["day"], named["night"]] == words
    answers = {"A": [Series({"shift": "day"}, [0.0]), Series({"shift": "行政班"}, [1.0])]}
    shown = [(one.title, one.text) for one in of_series(panel, answers)[0]]
    texts = ("enough", "too few") if language == "en" else ("人数够", "缺人")
    assert shown == [(words[0], texts[0]), ("行政班", texts[1])]


def test_every_line_of_the_sheet_can_be_chosen_and_is_named_in_the_sheets_table() -> None:
    board = read(build.FOLDER / "thirdring-objectives-zh.json")
    (chosen,) = (variable for variable in board["templating"]["list"] if variable["name"] == "objective")
    assert len(re.findall(r"(?:^|, )\d\d [^:,]+ : \d+", chosen["query"])) == 21
    sheet = next(panel for panel in board["panels"] if panel["title"] == "质量目标考核表")
    assert "回访率" in json.dumps(sheet["fieldConfig"]["overrides"], ensure_ascii=False)
    assert sheet["options"]["sortBy"] == [{"displayName": "状态", "desc": False}]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_sdks_own_models_read_every_board_and_say_the_same(file: Path) -> None:
    """All but what is marked on curves, of which they know fewer fields than Grafana."""
    told = {**read(file), "annotations": {}}
    model = Dashboard.from_json({**told})
    assert json.loads(json.dumps(model, cls=JSONEncoder)) == told


def test_every_alert_leads_to_a_board_of_its_language() -> None:
    rules = yaml.safe_load((GRAFANA.parent / "prometheus/rules/alerts.yml").read_text())
    notes = [rule["annotations"] for group in rules["groups"] for rule in group["rules"]]
    for language, key in (("en", "dashboard"), ("zh", "dashboard_zh")):
        uids = {uid for board in ENGLISH if (uid := build.uid(board, Site(language)))}
        assert {note[key].removeprefix("/d/") for note in notes} <= uids


def provisioned(name: str) -> dict[str, Any]:
    source: dict[str, Any]
    [source] = yaml.safe_load((GRAFANA / f"provisioning/datasources/{name}.yml").read_text())["datasources"]
    return source


def test_files_and_publishing_make_the_same_data_sources() -> None:
    database = ("$THIRDRING_DATABASE_HOST", "$THIRDRING_DATABASE_NAME", "a password")
    made = sources(Addresses("$PROMETHEUS_URL", "$ALERTMANAGER_URL", *database))
    for source, name in zip(made, ("thirdring", "thirdring-postgresql", "thirdring-alertmanager"), strict=True):
        told = provisioned(name)
        assert told.pop("editable") is False
        secret = told.pop("secureJsonData", {})
        assert all(value.startswith("$__file{") for value in secret.values())
        assert set(secret) == set(source.pop("secureJsonData", {}))
        assert told == source


def test_provisioning_names_the_source_and_the_folder_of_the_page() -> None:
    source = provisioned("thirdring")
    boards = yaml.safe_load((GRAFANA / "provisioning/dashboards/thirdring.yml").read_text())["providers"][0]
    prometheus = yaml.safe_load((GRAFANA.parent / "prometheus/prometheus.yml").read_text())
    assert source["type"] == "prometheus"
    assert source["jsonData"]["timeInterval"] == prometheus["global"]["scrape_interval"]
    assert source["url"].removeprefix("$") in page.document()
    assert f"`{boards['options']['path']}/`" in page.document()
