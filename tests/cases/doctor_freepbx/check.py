"""The doctor's findings on a FreePBX queue member, for settings that are right and for settings that are not."""

import sys

sys.path.insert(0, sys.argv[1])

from telephony.layout import Agent, Hotline
from thirdring.doctor import rules
from thirdring.doctor.seen import Member, Queue, Seen


def ask(devices: tuple[str, ...]) -> None:
    queue = Queue("99", 15, (Member("Local/7006@from-queue/n", "hint:7006@ext-local"),), 15)
    events = {"system": 1, "call": 1, "agent": 1, "dialplan": 1}
    pbx = Seen("main", "thirdring", queues=(queue,), live_channels=0, timestamps=True, events=events)
    expected = rules.Expected((Hotline("service", ("8000",), ("99",)),), (Agent("7006", devices),), 15)
    found = rules.findings([pbx], expected)
    print(devices, [(each.weight.value, each.code, each.lines) for each in found])


ask(("PJSIP/7006",))
ask(("hint:7006@ext-local",))
