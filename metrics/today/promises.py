"""The two promises of a day as they stand: answered within the rings, called back the same day. Pure."""

from kit.amounts import plain
from kit.http.wire import instant_or_none
from metrics.objectives.standing import Standing, Status
from metrics.today.models import PromiseOut
from ticketing.callbacks.rate import TARGET, DayRate


def called_back(rate: DayRate) -> PromiseOut:
    """The promise of the callbacks, by the rule of `can_be_met`, which the alert uses as well."""
    return PromiseOut(
        met=rate.same_day_count,
        eligible=rate.eligible_count,
        ratio=rate.same_day_ratio,
        target=float(TARGET),
        status=status_of(rate),
        more=rate.more_by_midnight,
        by=instant_or_none(rate.call_by_us),
    )


def status_of(rate: DayRate) -> Status:
    if not rate.eligible_count:
        return Status.NO_DATA
    if not rate.more_by_midnight:
        return Status.MET
    return Status.AT_RISK if rate.can_be_met else Status.MISSED


def answered(standing: Standing) -> PromiseOut:
    tally = standing.tally
    return PromiseOut(
        met=plain(tally.met),
        eligible=plain(tally.eligible),
        ratio=None if tally.ratio is None else float(tally.ratio),
        target=float(standing.target),
        status=standing.status,
        more=standing.more + standing.further,
        by=None,
    )
