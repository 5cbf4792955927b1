"""An ear that is told to end just as it begins to write the journal."""

import asyncio
from pathlib import Path

from telephony.journal.ear import Ear
from telephony.journal.sqlite import SqliteJournal
from tests.integration.cel.test_recovering import Said
from thirdring.listening.hearer import Hearer
from thirdring.listening.keys import PbxKeys


async def test_an_ear_that_is_told_to_end_while_it_takes_over_ends(tmp_path: Path) -> None:
    pbx = PbxKeys("main", "127.0.0.1", 1, "u", "s", False, None)  # nobody is there
    hearer, journal = Hearer(pbx, tmp_path, Said(), asyncio.Event()), SqliteJournal(tmp_path / "journal.sqlite")
    hearer.begin()
    await asyncio.sleep(0)
    try:
        taking_over = asyncio.create_task(hearer.go_on(journal, Ear(journal)))
        await asyncio.sleep(0)  # it waits for its feed to stop
        taking_over.cancel()
        await asyncio.wait((taking_over,), timeout=30)
        assert taking_over.cancelled()
    finally:
        await hearer.give_up()
        await journal.close()
