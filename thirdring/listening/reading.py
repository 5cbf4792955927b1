"""Questions to what a PBX has written, each in a thread, one at a time. What does not answer in time is let go."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telephony.cel.sources import Source

READ_SECONDS_MAX = 15.0
"""A mounted folder whose machine is gone may never answer, and a table may be slow. What is heard goes on without it.
"""

_T = TypeVar("_T")


class Reading:
    """While a question waits for its answer, nothing else uses the source. It is closed after the answer."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._late: asyncio.Task[None] | None = None

    async def ask(self, work: Callable[[], _T]) -> _T:
        """Raises OSError, whatever fails."""
        if self._is_late:
            raise TimeoutError("an earlier question is not answered yet")
        answer = asyncio.get_running_loop().run_in_executor(None, work)
        try:
            async with asyncio.timeout(READ_SECONDS_MAX) as limit:
                return await asyncio.shield(answer)
        except OSError as error:
            if limit.expired():
                raise TimeoutError(f"there is no answer within {READ_SECONDS_MAX:g} s") from None
            raise OSError(str(error) or type(error).__name__) from error
        except Exception as error:
            raise OSError(f"reading it fails ({type(error).__name__}): please report this") from error
        finally:
            if not answer.done():
                self._late = asyncio.create_task(self._close_after(answer))

    async def close(self) -> None:
        if not self._is_late:
            with contextlib.suppress(OSError):
                await self.ask(self._source.close)

    @property
    def _is_late(self) -> bool:
        return self._late is not None and not self._late.done()

    async def _close_after(self, answer: Awaitable[Any]) -> None:
        with contextlib.suppress(Exception):  # nobody waits for it any more
            await answer
        with contextlib.suppress(Exception):
            await asyncio.to_thread(self._source.close)
