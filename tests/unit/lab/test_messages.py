import os
from pathlib import Path

import pytest

from kit import i18n
from lab.texts import messages


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_text_is_there_in_every_language(language: str) -> None:
    assert messages.missing(language) == [], "run ./run messages, then translate kit/locales/zh.po"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_catalogue_keeps_a_text_that_nobody_says(language: str) -> None:
    assert messages.unused(language) == [], "run ./run messages"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_translation_fills_in_the_same_places(language: str) -> None:
    for message in messages.stored(language):
        assert not message.id or not list(message.check()), message.id


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:zh_CN"}, "zh"),
        ({"LANG": "not a locale"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale_where_we_speak_it(environ: dict[str, str], language: str) -> None:
    assert i18n.preferred(environ) == language


def test_texts_are_said_in_the_language_in_use() -> None:
    try:
        assert i18n.use("zh") == "zh"
        assert i18n._("The settings are right.") == "设置正确。"
        i18n.use("en")
        assert i18n._("The settings are right.") == "The settings are right."
    finally:
        i18n.use("en")


def test_a_catalogue_is_read_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    (tmp_path / "zh.po").write_text('msgid "late"\nmsgstr "超时"\n', encoding="utf-8")
    (tmp_path / "zh.mo").write_bytes(i18n.compile_catalogue("zh"))
    first = i18n.translations("zh")
    assert i18n.translations("zh") is first
    later_ns = (tmp_path / "zh.mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(tmp_path / "zh.mo", ns=(later_ns, later_ns))
    assert i18n.translations("zh") is not first


def test_a_catalogue_is_compiled_when_it_is_older_than_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    (tmp_path / "zh.po").write_text('msgid "late"\nmsgstr "超时"\n', encoding="utf-8")
    assert i18n.translations("zh").gettext("late") == "超时"
    assert (tmp_path / "zh.mo").exists()
    (tmp_path / "zh.po").write_text('msgid "late"\nmsgstr "迟了"\n', encoding="utf-8")
    os.utime(tmp_path / "zh.mo", (0, 0))
    assert i18n.translations("zh").gettext("late") == "迟了"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["zh.mo", "zh.po"]
