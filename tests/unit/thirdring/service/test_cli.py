import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from kit import i18n
from thirdring import cli

ROOT = Path(__file__).parents[4]
CAPTURE = ROOT / "tests" / "captures" / "dial_one.ami.gz"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


class Called(Protocol):
    def __call__(self, *arguments: str) -> tuple[int, str, str]: ...


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Called:
    """As from the command line: exit code, output, errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["thirdring", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return call


def test_help_lists_the_commands_of_the_readme(called: Called) -> None:
    code, out, _ = called("--help")
    assert code == 0
    for command in ("serve", "token", "replay", "db", "config"):
        assert f" {command} " in out


def test_help_names_the_settings_that_a_purge_goes_by(called: Called) -> None:
    _, out, _ = called("purge", "--help")
    assert "longer than `retention` in the settings says" in out


def test_the_frame_of_the_help_is_chinese_too(called: Called) -> None:
    i18n.use("zh")
    _, out, _ = called("daily", "--help")
    assert "用法：./run daily [选项]" in out
    assert all(word in out for word in ("─ 参数 ─", "─ 选项 ─", "[必填]", "[默认：14]", "显示本说明后退出"))
    assert not [word for word in ("Usage", "Options", "[default", "[required", "Show this") if word in out]


@pytest.mark.parametrize(
    ("typed", "in_english", "in_chinese"),
    [
        ("token create", "Missing option '--role'.", "缺少选项 '--role'。"),
        ("restore", "Missing argument 'file'.", "缺少参数 'file'。"),
        ("tokn", "No such command 'tokn'. Did you mean 'token'?", "没有命令 'tokn'，是不是 'token'？"),
        ("xyz", "No such command 'xyz'.", "没有命令 'xyz'。"),
        ("token create --rle x", "No such option: --rle (Possible options: --label, --role)", "没有选项 --rle"),
        ("version --x", "No such option: --x", "没有选项 --x"),
        ("version extra", "Got unexpected extra argument(s) (extra)", "多余的参数：extra"),
        ("sheet --month", "Option '--month' requires an argument.", "选项 '--month' 需要一个值。"),
        ("daily x --once=1", "Option '--once' does not take a value.", "选项 '--once' 不带值。"),
        ("token revoke x", "Input should be a valid integer, unable", "'number' 的值不对：须为整数"),
        ("daily x --keep-days 0", "greater than or equal to 1", "'--keep-days' 的值不对：不得小于 1。"),
        ("token create --role x --days 99999", "less than or equal to 36500", "'--days' 的值不对：不得大于 36500。"),
        ("daily x --at 25", "'25' does not match the formats '%H:%M'.", "'--at' 的值不对：'25' 不符合格式 '%H:%M'。"),
        ("sheet x --lang fr", "'fr' is not one of ", "'--lang' 的值不对：'fr' 不在可选值之中："),
    ],
)
def test_a_mistyped_command_is_explained_in_both_languages(
    called: Called, typed: str, in_english: str, in_chinese: str
) -> None:
    code, _, err = called(*typed.split())
    assert code == 2
    assert in_english in err
    i18n.use("zh")
    _, _, err = called(*typed.split())
    assert f"错误：{in_chinese}" in err
    assert not [word for word in ("Usage", "OPTIONS", "Error", "Try") if word in err]


@pytest.mark.parametrize(
    ("words", "besides"), [("--help", {"pydantic", "thirdring.settings"}), ("config check -c /dev/null", set())]
)
def test_help_and_a_check_of_the_settings_load_nothing_of_the_service(words: str, besides: set[str]) -> None:
    """They start quickly, because the file of a verb is imported when the verb is called."""
    script = (
        f"import sys; sys.argv[1:] = {words.split()}\nfrom thirdring.cli import main\n"
        "try:\n    main()\nfinally:\n    print('loaded', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    loaded = done.stdout.partition("loaded ")[2].split()
    assert "thirdring.cli" in loaded
    assert ({"asyncpg", "aiohttp", "prometheus_client", "phonenumbers"} | besides).isdisjoint(loaded)


@pytest.mark.parametrize("verb", cli.VERBS)
def test_each_verb_has_its_file_and_says_in_its_help_what_the_table_says(called: Called, verb: str) -> None:
    code, out, _ = called(verb, "--help")
    assert code == 0
    assert cli.VERBS[verb].split(".")[0].split()[0] in out


def test_the_example_file_passes_the_check(called: Called, tmp_path: Path) -> None:
    _, example, _ = called("config", "example")
    (tmp_path / "thirdring.toml").write_text(example)
    code, out, _ = called("config", "check", "-c", f"{tmp_path}/thirdring.toml")
    assert (code, out) == (0, "The settings are right.\n")


def test_the_file_of_the_relay_passes_the_check_without_a_pbx(called: Called, tmp_path: Path) -> None:
    file = tmp_path / "relay.toml"
    file.write_text('[relay]\n[relay.wecom]\nurl = "https://robot.example/send?key=k"\n')
    code, out, _ = called("config", "check", "-c", str(file))
    assert (code, out) == (0, "These are settings of the relay, and they are right.\n")
    file.write_text("[relay]\n")
    code, _, err = called("config", "check", "-c", str(file))
    assert (code, err) == (2, "No robot is set up: set relay.wecom.url_file or relay.dingtalk.url_file.\n")


def test_a_list_that_is_none_is_told_in_the_words_of_toml(called: Called, tmp_path: Path) -> None:
    file = tmp_path / "thirdring.toml"
    file.write_text('[[hotline]]\nname = "s"\nnumbers = "[8000"\n')
    code, _, err = called("config", "check", "-c", str(file))
    assert code == 2
    assert "hotline[0].numbers is no list; write it as in the example" in err
    assert "JSON" not in err


@pytest.mark.parametrize("command", ["check", "serve"])
def test_without_a_pbx_nothing_can_be_measured(command: str, called: Called) -> None:
    arguments = ["config", "check"] if command == "check" else ["serve"]
    code, out, err = called(*arguments)
    assert (code, out) == (2, "")
    assert err == "There is no [[pbx]], so there is nothing to listen to: `./run config example` shows one.\n"


def test_wrong_settings_end_a_command_with_2_and_a_sentence(called: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__WEB__LISTEN", "8080")
    code, _, err = called("serve")
    assert (code, err) == (2, 'THIRDRING__WEB__LISTEN: web.listen must be HOST:PORT; for example "127.0.0.1:8080"\n')


def test_a_role_that_is_none_is_answered_by_those_there_are(called: Called) -> None:
    code, _, err = called("token", "create", "--role", "king")
    roles = "workman, agent, dispatcher, manager, admin, metrics, wall, relay"
    assert (code, err) == (1, f"There is no role king; there are {roles}.\n")


def test_a_replay_says_the_verdict_of_each_call_and_sums_them_up(called: Called) -> None:
    code, out, _ = called("replay", str(CAPTURE), "--number", "8000", "--explain")
    *_lines, total = out.splitlines()
    assert code == 0
    assert "answered at" in out
    assert total.startswith("1 call · 1 of 1 counted calls within target · ")


def test_a_replay_speaks_chinese_when_asked(called: Called) -> None:
    _, out, _ = called("replay", str(CAPTURE), "--number", "8000", "--lang", "zh")
    assert "1 通来电 · 计入的 1 通中 1 通达标" in out


def test_a_replay_without_a_call_says_which_numbers_were_dialled(called: Called) -> None:
    code, out, _ = called("replay", str(CAPTURE), "--number", "1")
    assert code == 0
    assert out.startswith(
        "No call came to a hotline. Say which number or queue it is: --number, --queue. Dialled most: 8000"
    )


def test_a_recording_that_is_damaged_is_named(called: Called, tmp_path: Path) -> None:
    (tmp_path / "torn.ami.gz").write_bytes(b"\x1f\x8b\x08torn")
    code, _, err = called("replay", f"{tmp_path}/torn.ami.gz")
    assert code == 1
    assert "torn.ami.gz cannot be read: " in err


def test_a_file_that_is_no_recording_is_said_to_be_none(called: Called, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of a PBX")
    code, _, err = called("replay", f"{tmp_path}/notes.txt")
    assert (code, err) == (1, f"{tmp_path}/notes.txt holds no AMI event: record what the manager interface sends.\n")
