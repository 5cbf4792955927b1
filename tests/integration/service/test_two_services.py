"""Two services as processes on one database: one of them stores."""

import signal
import time
from pathlib import Path

from kit.database import site
from kit.database.pool import connect
from tests.integration.database.test_tenure import end_lock_session
from tests.integration.small_site import SmallSite, small_site


def new_site(folder: Path, url: str, word: str = "one-site") -> SmallSite:
    made = small_site(folder, url)
    made.data.mkdir()
    site.write_file(made.data, word)
    return made


def refused(site: SmallSite) -> str:
    """What it says."""
    done = site.run("serve")
    assert done.returncode == 1, done.stderr
    return done.stderr


def test_the_second_names_the_first_and_has_touched_nothing(database_url: str, tmp_path: Path) -> None:
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url)
    with first.served() as serving:
        text = refused(second)
        assert f"process {serving.process.pid}, data_dir {tmp_path}/a/data" in text
        assert "Stop that one first" in text
        # It hears before it asks for its database.
        heard = {"journal.lock", "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"}
        assert {file.name for file in (tmp_path / "b" / "data").iterdir()} - heard == {"service.lock", site.FILE}


def test_two_sites_are_refused_also_one_after_the_other(database_url: str, tmp_path: Path) -> None:
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url, "another")
    with first.served():
        pass
    assert "belongs to another site" in refused(second)


def test_after_a_kill_the_next_starts_at_once(database_url: str, tmp_path: Path) -> None:
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url)
    with first.served() as serving:
        serving.process.kill()
        serving.process.wait()
        with second.served():  # it would be refused after three seconds of waiting
            pass


async def test_a_first_that_lost_the_lock_to_the_second_writes_nothing_more(database_url: str, tmp_path: Path) -> None:
    """Stopped like a machine that stands still, it wakes up when another has taken over."""
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url)
    with first.served() as serving:
        serving.process.send_signal(signal.SIGSTOP)
        await end_lock_session(database_url)
        with second.served():
            serving.process.send_signal(signal.SIGCONT)
            time.sleep(3)  # noqa: ASYNC251 - the services are other processes: they may do now what they want to
            connection = await connect(database_url)
            names = await connection.fetch(
                "select distinct application_name from pg_stat_activity where application_name like 'thirdring serve%' "
                "and datname = current_database()"
            )
            holder = await connection.fetchrow("select 'thirdring serve ' || instance, data_dir, epoch from tenure")
            await connection.close()
            assert holder is not None
            assert tuple(holder)[1:] == (str(tmp_path / "b" / "data"), 2)
            assert holder[0] in {row[0] for row in names}
