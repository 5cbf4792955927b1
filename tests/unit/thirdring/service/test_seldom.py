from kit.seldom import Seldom


def test_what_happens_often_is_said_once_a_minute_with_how_often_it_did() -> None:
    now = [0.0]
    failures = Seldom(lambda: now[0])
    said = []
    for second in range(130):
        now[0] = float(second)
        said.append(failures.times())
    assert [(second, times) for second, times in enumerate(said) if times] == [(0, 1), (60, 60), (120, 60)]
