"""A recording through the engine: what is read, what is inferred, what is told."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from kit import i18n
from metrics.calls.service_level import judge
from telephony.events import LINK_DOWN, LINK_UP
from telephony.facts import Disposition
from telephony.replay import Tally, calls, chunks, events, inferred, seen
from tests.asterisk import of_channel
from thirdring.commands import CommandError
from thirdring.commands.replay import hint, judged_calls, line, summary
from thirdring.commands.replay_table import Judged, json_line, table
from thirdring.settings import Settings

CAPTURES = Path(__file__).parents[3] / "captures"
OVERFLOW = CAPTURES / "queue_overflow.ami.gz"


def test_a_recording_is_read_plain_or_zipped(tmp_path: Path) -> None:
    plain = tmp_path / "plain.ami"
    plain.write_bytes(gzip.decompress(OVERFLOW.read_bytes()))

    assert list(events(chunks(plain))) == list(events(chunks(OVERFLOW)))


def test_an_event_cut_off_by_the_end_of_the_recording_is_still_read() -> None:
    recording = [of_channel("Hangup", ("Cause", "16"), stamp="5.000001")]

    assert [(event.name, event.at_us, event.headers["Cause"]) for event in events(recording)] == [
        ("Hangup", 5_000_001, "16")
    ]


def test_each_greeting_is_a_new_link() -> None:
    greeting = b"Asterisk Call Manager/11.0.0\r\nResponse: Success\r\n\r\n"

    assert [event.name for event in events([greeting, greeting])] == [LINK_UP, LINK_DOWN, LINK_UP]


def test_a_recording_tells_its_queues_devices_and_numbers() -> None:
    found = seen(events(chunks(OVERFLOW), everything=True))

    assert found.queues == ("hotline", "hotline-overflow")
    assert found.devices == ("PJSIP/1001", "PJSIP/1002")
    assert found.numbers == ("8000",)


def test_without_settings_each_queue_is_a_hotline_of_its_name() -> None:
    site = inferred(seen(events(chunks(OVERFLOW))))
    [call] = calls(events(chunks(OVERFLOW)), site)

    assert (call.hotline, call.disposition) == ("hotline", Disposition.ANSWERED)


def test_a_number_that_is_named_is_the_hotline() -> None:
    dialled = CAPTURES / "dial_one.ami.gz"
    nothing = list(calls(events(chunks(dialled)), inferred(seen(events(chunks(dialled))))))
    [call] = calls(events(chunks(dialled)), inferred(seen(events(chunks(dialled))), numbers=["8000"]))

    assert nothing == []
    assert call.dialled == "8000"


def test_recordings_may_follow_one_another_in_any_order() -> None:
    files = [CAPTURES / f"{name}.ami.gz" for name in ("withheld_number", "queue_ringall", "queue_timeout")]
    site = inferred(seen(event for file in files for event in events(chunks(file), everything=True)))
    apart = {call.linkedid: call.ring_us for file in files for call in calls(events(chunks(file)), site)}
    together = calls(events(chunk for file in files for chunk in chunks(file)), site)

    assert {call.linkedid: call.ring_us for call in together} == apart


def test_calls_that_were_live_at_the_end_are_counted() -> None:
    recording = b"".join(chunks(OVERFLOW))
    half = recording[: recording.rindex(b"Event: BridgeEnter")]
    tally = Tally()

    assert list(calls(events([half]), inferred(seen(events([half]))), tally=tally)) == []
    assert len(tally.live) == 1


def judged() -> list[Judged]:
    settings = Settings()
    site = inferred(seen(events(chunks(OVERFLOW))))
    return [Judged(call, judge(call, settings.service_level())) for call in calls(events(chunks(OVERFLOW)), site)]


@pytest.mark.parametrize(("language", "what"), [("en", "answered"), ("zh", "已接听")])
def test_the_table_says_what_happened_in_both_languages(language: i18n.Language, what: str) -> None:
    i18n.use(language)
    console = Console(width=110, record=True, file=StringIO())
    try:
        console.print(table(judged(), Settings().zone))
    finally:
        i18n.use("en")
    [line] = [line for line in console.export_text().splitlines() if "13800000001" in line]

    assert line.split()[0] == "✓"
    assert line.split()[-1] == what


def test_a_line_of_json_is_the_call_as_the_api_shows_it() -> None:
    shown = json.loads(json_line(judged()[0], Settings()))

    assert (shown["caller"], shown["rings"], shown["within_target"]) == ("+8613800000001", 1, True)
    assert shown["ring_seconds"] == pytest.approx(2.656, abs=0.001)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.ami cannot be read: No such file"):
        list(judged_calls(Path("nowhere.ami"), Settings(), [], [], Tally()))


def test_half_a_gzip_file_is_named(tmp_path: Path) -> None:
    half = tmp_path / "half.gz"
    half.write_bytes(OVERFLOW.read_bytes()[:2000])

    with pytest.raises(CommandError, match=r"half\.gz cannot be read"):
        list(judged_calls(half, Settings(), [], [], Tally()))


def test_a_recording_without_calls_says_what_was_dialled() -> None:
    assert "--number, --queue" in hint(CAPTURES / "dial_one.ami.gz")
    assert "8000" in hint(CAPTURES / "dial_one.ami.gz")


def without_times(capture: Path, tmp_path: Path) -> Path:
    lines = gzip.decompress(capture.read_bytes()).split(b"\r\n")
    file = tmp_path / "untimed.ami"
    file.write_bytes(b"\r\n".join(line for line in lines if not line.startswith(b"Timestamp: ")))
    return file


def test_a_recording_without_times_has_no_verdict_no_figures_and_a_warning(tmp_path: Path) -> None:
    tally = Tally()
    [item] = judged_calls(without_times(OVERFLOW, tmp_path), Settings(), [], ["hotline"], tally)
    shown = json.loads(json_line(item, Settings()))
    assert (shown["within_target"], shown["excluded"], shown["disposition"]) == (None, "no_measurement", "answered")
    assert {shown[name] for name in ("answered_at", "ring_seconds", "rings", "wait_seconds", "talk_seconds")} == {None}
    assert {each["ring_seconds"] for each in shown["attempts"]} == {None}
    i18n.use("en")
    assert "timestampevents = yes" in summary([item], tally)
    assert "without a time" in line(item, Settings(), "en")


def test_a_recording_with_times_has_no_warning() -> None:
    tally = Tally()
    judged = list(judged_calls(OVERFLOW, Settings(), [], ["hotline"], tally))
    assert tally.unstamped == 0
    assert "timestampevents" not in summary(judged, tally)
