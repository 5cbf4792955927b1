"""What is wrong with a canary call, and what to look at."""

from collections.abc import Mapping

from kit.wrong import marked
from thirdring.canary.rules import Fault

WORDS: Mapping[Fault, str] = {
    Fault.DISTURBED: marked(
        "others call the test number again and again, so no canary call proves anything. Take another number for "
        "canary.number, or let the dialplan refuse theirs."
    ),
    Fault.REFUSED: marked(
        "the PBX refused to make it. The AMI user needs write = …,originate, and canary.channel must be one that the "
        "PBX has."
    ),
    Fault.NOT_RUNG: marked(
        "it never reached the test telephone. Look whether the dialplan still has the test number, whether the trunk "
        "of canary.channel works, and whether AGI reaches this service."
    ),
    Fault.NOT_HEARD: marked(
        "the test telephone rang, and the call was not heard. Look at timestampevents = yes and read = "
        "system,call,agent,dialplan in manager.conf, and whether the call enters the hotline by the test number."
    ),
    Fault.NOT_ANSWERED: marked("the test telephone answered, and the call was not measured as answered."),
    Fault.RING_WRONG: marked("its ringing was measured longer or shorter than it was. Look at the load of the PBX."),
    Fault.RINGS_WRONG: marked("its rings were counted wrongly. Look whether policy.ring_zone is the country's."),
    Fault.NOT_MEASURED: marked(
        "it was not heard from beginning to end. Look whether the link to the PBX is lost often."
    ),
    Fault.COUNTED: marked("it was counted like a resident's call. Call the test number of canary.number alone."),
    Fault.NOT_LIVE: marked("the pages were not told of it while it was on."),
    Fault.NOT_STORED: marked("it is not in the database. Look at /readyz."),
    Fault.STORED_OTHERWISE: marked("it stands in the database otherwise than it was measured."),
    Fault.NOT_IN_METRICS: marked("the metrics do not count it."),
    Fault.TICKET: marked("a ticket was opened for it, though nobody called."),
}
