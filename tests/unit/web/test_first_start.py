from kit.http.auth.first_start import FirstStart


def test_a_code_fits_however_it_is_typed_and_no_other_does() -> None:
    first = FirstStart()
    code = first.open()
    assert first.fits(code.lower().replace("-", " "))
    assert not first.fits(code[:-1])
    assert not first.fits("")


def test_there_is_no_code_before_it_is_opened_after_it_is_used_and_the_newest_counts() -> None:
    first = FirstStart()
    assert not first.is_open
    assert not first.fits("")
    old, new = first.open(), first.open()
    assert (first.fits(old), first.fits(new)) == (False, True)
    first.close()
    assert not first.fits(new)


def test_the_code_itself_is_not_kept() -> None:
    first = FirstStart()
    code = first.open()
    assert code not in repr(vars(first))
