"""From a call to its rows, with the verdict of the policy in force."""

from collections.abc import Callable

from metrics.calls.pending import Encode
from metrics.calls.rows import CallRows, rows_of
from metrics.calls.service_level import Policy, judge
from telephony.facts import Call


def encoder(policy: Policy, e164: Callable[[str], str | None]) -> Encode:
    def encode(call: Call) -> CallRows:
        return rows_of(call, judge(call, policy), policy, e164(call.caller_raw))

    return encode
