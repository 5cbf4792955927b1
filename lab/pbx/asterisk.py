"""One Asterisk process with its own folders and ports, so that several run side by side."""

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from lab.pbx import config
from lab.pbx.manager import Manager, ManagerError
from lab.pbx.priority import hurry
from lab.pbx.root import LabError, ready_root, why_not

_START_SECONDS = 60.0
_LOGIN_SECONDS = 3.0
_PORTS = range(20_000, 32_000)  # its sound has those below
_SOUNDS_SECONDS = (1, 2, 5)  # silences the dialplan can play: @RUN@/sounds/silence-2


def why_no_asterisk() -> str:
    """Why no Asterisk can run here; '' where one can."""
    return "" if shutil.which("asterisk") else why_not()


class Asterisk:
    """In the lab's root when root on Debian, else the `asterisk` found on PATH."""

    def __init__(self, site: config.Site | config.Folder, say: Callable[[str], None] = print) -> None:
        """Blocks while the lab's root is built or restored, which happens once. Raises LabError."""
        self._root = ready_root(say) if not why_not() else None
        if self._root is None and shutil.which("asterisk") is None:
            raise LabError(f"no Asterisk: {why_not()}, and there is none on PATH")
        self.secret = secrets.token_hex(16)
        self.ports = config.Ports(ami=_free_port(socket.SOCK_STREAM), sip=_free_port(socket.SOCK_DGRAM))
        self._process: subprocess.Popen[bytes] | None = None
        self._sweep()
        run = self._fresh_run()
        self._places = config.Places(run, self._modules(), run / "data")
        self._write(site)

    @property
    def folder(self) -> Path:
        """The run's folder as this process sees it."""
        return self._outside(self._places.run)

    @property
    def inside(self) -> PurePosixPath:
        """The same as Asterisk sees it."""
        return self._places.run

    async def start(self) -> None:
        with (self.folder / "log" / "stdout").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220  forking takes no time
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/"
            )
        hurry(self._process.pid)
        await self.until_booted()

    async def stop(self, *, hard: bool = False) -> None:
        """`hard` is a power cut; otherwise calls are hung up first."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        try:
            await asyncio.to_thread(process.wait, 10)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def close(self) -> None:
        await self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def cli(self, command: str) -> str:
        """What its console answers."""
        words = [*self._command()[:-4], "asterisk", "-C", str(self._places.etc / "asterisk.conf"), "-rx", command]
        process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        out, _ = await process.communicate()
        return out.decode(errors="replace")

    def log_text(self) -> str:
        files = sorted(path for path in (self.folder / "log").iterdir() if path.is_file())
        return "\n".join(path.read_text(errors="replace") for path in files)

    async def until_booted(self) -> None:
        """A login while it starts may never be answered, or never be told of the end of it: then another is tried."""
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(OSError, ManagerError, TimeoutError):
                async with asyncio.timeout(_LOGIN_SECONDS):
                    await self._booted()
                return
            if self._process is None or self._process.poll() is not None:
                raise LabError(f"Asterisk stopped while starting. {self._last_words()}")
            await asyncio.sleep(0.1)
        raise LabError(f"Asterisk is not ready after {_START_SECONDS:.0f} s. {self._last_words()}")

    def _last_words(self) -> str:
        return f"It said:\n{self.log_text()[-2000:]}"

    async def _booted(self) -> None:
        manager = await Manager.connect(self.ports.ami, "thirdring", self.secret)
        try:
            await manager.until(lambda frame: frame.startswith(b"Event: FullyBooted"))
        finally:
            await manager.close()

    def _command(self) -> list[str]:
        asterisk = ["asterisk", "-f", "-C", str(self._places.etc / "asterisk.conf")]
        if self._root is None:
            return asterisk
        # Never root inside, and never left behind: the kernel ends it when this process is gone.
        user = "--userspec=asterisk:asterisk"
        return ["chroot", user, str(self._root), "setpriv", "--pdeathsig", "KILL", *asterisk]

    # ---- Its folders ------------------------------------------------------------------------------------------------

    def _outside(self, path: PurePosixPath) -> Path:
        return Path(path) if self._root is None else self._root / path.relative_to("/")

    def _fresh_run(self) -> PurePosixPath:
        base = tempfile.gettempdir() if self._root is None else "/lab"
        return PurePosixPath(base) / f"tr-{os.getpid()}-{secrets.token_hex(4)}"

    def _sweep(self) -> None:
        """Folders of runs whose process was killed."""
        for left in self._outside(PurePosixPath("/lab")).glob("tr-*-*") if self._root else ():
            if not Path("/proc", left.name.split("-")[1]).exists():
                shutil.rmtree(left, ignore_errors=True)

    def _modules(self) -> PurePosixPath:
        library = self._outside(PurePosixPath("/usr"))
        for pattern in ("lib/*/asterisk/modules", "lib/asterisk/modules", "lib64/asterisk/modules"):
            for found in library.glob(pattern):
                return PurePosixPath("/usr") / found.relative_to(library)
        raise LabError("Asterisk's modules folder was not found below /usr/lib")

    def _data(self) -> PurePosixPath:
        """Where its documentation lies: without it, it refuses many settings."""
        places = (PurePosixPath("/usr/share/asterisk"), PurePosixPath("/var/lib/asterisk"))
        return next((each for each in places if self._outside(each / "documentation").is_dir()), places[-1])

    def _write(self, site: config.Site | config.Folder) -> None:
        for name in ("etc", "lib", "spool", "run", "log/cel-custom", "sounds"):
            (self.folder / name).mkdir(parents=True)
        for name, text in config.files(site, self.ports, self._places, self.secret).items():
            file = self.folder / "etc" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text.replace("@RUN@", str(self._places.run)))
        for seconds in _SOUNDS_SECONDS:
            (self.folder / "sounds" / f"silence-{seconds}.alaw").write_bytes(b"\xd5" * 8000 * seconds)
        self._lay_data()
        if self._root is not None:
            give = ["chroot", str(self._root), "chown", "-R", "asterisk:asterisk", str(self._places.run)]
            subprocess.run(give, check=True)

    def _lay_data(self) -> None:
        """Asterisk's own documentation and English sounds, beside sounds of this run."""
        own, data, english = self._data(), self.folder / "data", self.folder / "sounds" / "en"
        data.mkdir()
        english.mkdir()
        for each in self._outside(own).iterdir():
            if each.name != "sounds":
                (data / each.name).symlink_to(own / each.name)
        (data / "sounds").symlink_to(self._places.run / "sounds")
        for beep in sorted(self._outside(own / "sounds").glob("en*/beep.*"))[:1]:  # packages name the folder variously
            for each in beep.parent.iterdir():
                (english / each.name).symlink_to(own / "sounds" / beep.parent.name / each.name)


def _free_port(kind: int) -> int:
    """Below the ports that the kernel gives to whoever connects: it stays free until Asterisk takes it, and nobody who
    tries to connect too early can end up connected to themselves."""
    while True:
        port = _PORTS.start + secrets.randbelow(len(_PORTS))
        with socket.socket(socket.AF_INET, kind) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
