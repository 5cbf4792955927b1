from thirdring.canary.rules import Fault, Result
from thirdring.canary.words import WORDS
from thirdring.doctor.canary import Canaries, of_canary
from thirdring.doctor.finding import Weight

GOOD = Result("main", 1_700_000_000_000_000, 2, 3, ())


def test_a_canary_call_that_went_well_is_no_finding_nor_one_of_a_number_that_is_called_no_more() -> None:
    assert list(of_canary(Canaries("8099", [GOOD]))) == []
    assert list(of_canary(Canaries("", [GOOD._replace(faults=(Fault.NOT_RUNG,))]))) == []


def test_each_fault_of_the_last_call_is_a_problem_of_its_pbx() -> None:
    bad = GOOD._replace(pbx="branch", faults=(Fault.NOT_RUNG, Fault.TICKET))
    found = list(of_canary(Canaries("8099", [GOOD, bad])))
    assert [(each.pbx, each.weight, each.file, each.lines[1:]) for each in found] == [
        ("branch", Weight.PROBLEM, "extensions.conf", ("exten => 8099,1,Goto(test-number,${EXTEN},1)",)),
        ("branch", Weight.PROBLEM, "", ()),
    ]
    assert "2023-11-14 22:13: it never reached the test telephone" in found[0].text


def test_every_fault_has_its_words() -> None:
    assert WORDS.keys() == set(Fault)
