"""Examines one PBX over AMI. Changes nothing, and keeps only our own user's rights from manager.conf."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from telephony.ami.actions import AmiError, Response, challenge_key
from telephony.ami.frames import parse
from telephony.ami.link import Target
from telephony.ami.session import LoginRefusedError, Session
from telephony.events import Event
from thirdring.doctor.answers import (
    Config,
    account_of,
    config_of,
    devices_of,
    endpoints_of,
    plan_of,
    queues_of,
    several_logins_of,
    timestamps_of,
)
from thirdring.doctor.dialplan import Door, Step, contexts_beyond, door, plan_from, steps_of, worst
from thirdring.doctor.housekeepers import own_times
from thirdring.doctor.seen import Plan, Seen

ANSWER_SECONDS = 10.0
LIST_SECONDS = 30.0
PINGS = 3

_ROUNDS_MAX, _CONTEXTS_MAX = 4, 20
_NOT_FOUND = "Did not find"  # how Asterisk begins its answer about an extension that is nowhere


class Asking:
    def __init__(self, target: Target, now_us: Callable[[], int]) -> None:
        self._target = target
        self._now_us = now_us
        self._heard: Counter[str] = Counter()  # live events by class
        self._times: set[bool] = set()  # whether they had a time of their own
        self._listed: dict[str, list[Event]] = {}  # answers to our questions, by ActionID
        self._own_times: frozenset[str] = frozenset()
        self._news = asyncio.Event()
        self._session = Session(self._hear, now_us, everything=True)

    async def see(self, name: str, numbers: Iterable[str], listen_seconds: float) -> Seen:
        """Raises AmiError or OSError if it cannot connect or log in."""
        try:
            await self._log_in()
            clock_ahead_us = await self._clock_ahead_us()
            await asyncio.sleep(listen_seconds)
            settings = await self._config("manager.conf")
            plan_of_number, doors = await self._dialled(numbers)
            queues = await self._config("queues.conf")
            version = await self._session.action({"Action": "CoreSettings"}, ANSWER_SECONDS)
            seen = Seen(
                name,
                self._target.username,
                version.headers.get("AsteriskVersion", ""),
                await self._commands(),
                account_of(settings, self._target.username),
                live_channels=await self._live_channels(),
                queues=queues_of((await self._list({"Action": "QueueStatus"}))[1], queues),
                timeouts_seen=queues is not None,
                endpoints=await self._endpoints(),
                plan_of_number=plan_of_number,
                clock_ahead_us=clock_ahead_us,
                doors=doors,
                housekeepers_own_times=self._own_times,
                several_logins=several_logins_of(settings),
            )
            return replace(seen, timestamps=timestamps_of(settings, self._times), events=Counter(self._heard))
        finally:
            self._session.say_goodbye()
            self._session.close("the doctor is done")

    async def _log_in(self) -> None:
        """Logs in with events on. A link turns them on later, once it has set its filters."""
        target, loop = self._target, asyncio.get_running_loop()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await loop.create_connection(lambda: self._session, target.host, target.port, ssl=target.tls)
        except TimeoutError:
            raise AmiError(f"No connection within {ANSWER_SECONDS:g} s.") from None
        await self._session.greeting(ANSWER_SECONDS)
        challenge = await self._session.action({"Action": "Challenge", "AuthType": "MD5"}, ANSWER_SECONDS)
        login = {"Action": "Login", "Username": target.username, "Events": "on"}
        if challenge.headers.get("Challenge"):
            login |= {"AuthType": "MD5", "Key": challenge_key(challenge.headers["Challenge"], target.secret)}
        else:
            login |= {"Secret": target.secret}
        if not (await self._session.action(login, ANSWER_SECONDS)).success:
            raise LoginRefusedError(
                f"The PBX refused the login of AMI user {target.username!r}: "
                "check name, secret and permit in manager.conf."
            )

    def _hear(self, frames: list[bytes], received_us: int) -> None:
        for frame in frames:
            event = parse(frame, received_us)
            if "ActionID" in event.headers:
                self._listed.setdefault(event.headers["ActionID"], []).append(event)
            elif "Privilege" in event.headers:
                self._heard[event.headers["Privilege"].partition(",")[0]] += 1
                if event.name != "FullyBooted":  # which never has one
                    self._times.add("Timestamp" in event.headers)
        self._news.set()

    async def _commands(self) -> frozenset[str] | None:
        answer = await self._session.action({"Action": "ListCommands"}, ANSWER_SECONDS)
        return frozenset(answer.headers) if answer.success else None

    async def _clock_ahead_us(self) -> int | None:
        """Uses the fastest of several pings, whose answer was stamped between sending and receiving."""
        pings = [await self._ping() for _ in range(PINGS)]
        return min(pings)[1] if all(round_us >= 0 for round_us, _ahead_us in pings) else None

    async def _ping(self) -> tuple[int, int]:
        asked_us = self._now_us()
        answer = await self._session.action({"Action": "Ping"}, ANSWER_SECONDS)
        answered_us = self._now_us()
        stamp = answer.headers.get("Timestamp", "")
        if not stamp:
            return -1, 0
        return answered_us - asked_us, parse(f"Timestamp: {stamp}".encode(), 0).at_us - (asked_us + answered_us) // 2

    async def _config(self, file: str) -> Config | None:
        answer = await self._session.action({"Action": "GetConfig", "Filename": file}, ANSWER_SECONDS)
        return config_of(answer) if answer.success else None

    async def _list(self, action: dict[str, str]) -> tuple[Response, list[Event]]:
        """The events of a list; empty if it is refused."""
        answer = await self._session.action(action, LIST_SECONDS)
        if not answer.success:
            return answer, []
        listed = self._listed.setdefault(answer.headers.get("ActionID", ""), [])
        try:
            async with asyncio.timeout(LIST_SECONDS):
                while not listed or not listed[-1].name.endswith("Complete"):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AmiError(f"The PBX began to answer {action['Action']} and did not end.") from None
        return answer, listed

    async def _live_channels(self) -> int | None:
        answer, channels = await self._list({"Action": "CoreShowChannels"})
        return sum(event.name == "CoreShowChannel" for event in channels) if answer.success else None

    async def _endpoints(self) -> frozenset[str] | None:
        """If listing is not permitted, the device states give the same information."""
        known = endpoints_of(*await self._list({"Action": "PJSIPShowEndpoints"}))
        return known or devices_of(*await self._list({"Action": "DeviceStateList"}))

    async def _dialled(self, numbers: Iterable[str]) -> tuple[dict[str, Plan], dict[str, Door]] | tuple[None, None]:
        """Asks for each number, because the PBX knows which of its patterns match."""
        found: dict[str, Plan] = {}
        doors: dict[str, Door] = {}
        for number in numbers:
            answer, listed = await self._list({"Action": "ShowDialPlan", "Extension": number})
            if not answer.success and not answer.message.startswith(_NOT_FOUND):
                return None, None
            found[number] = plan_of(listed)
            if found[number].named:
                doors[number] = await self._door(number, found[number].named, list(steps_of(listed)))
        return found, doors

    async def _door(self, number: str, contexts: Sequence[str], steps: list[Step]) -> Door:
        """The contexts that its way goes on to are asked for as well."""
        for _round in range(_ROUNDS_MAX):
            beyond = contexts_beyond(plan_from(steps), number)
            if not beyond:
                break
            for context in sorted(beyond)[:_CONTEXTS_MAX]:
                _answer, listed = await self._list({"Action": "ShowDialPlan", "Context": context})
                steps += steps_of(listed)
        self._own_times |= own_times(steps)
        plan = plan_from(steps)
        return worst([door(plan, context, number) for context in contexts])
