"""One Asterisk process with its own folders and ports, so that several run side by side."""

import asyncio
import glob
import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from telephony.lab import config
from telephony.lab.manager import Manager, ManagerError
from telephony.lab.root import LabError, ready_root, why_not

_START_SECONDS = 60.0


def why_no_asterisk() -> str:
    """Why no Asterisk can run here; '' where one can."""
    return "" if shutil.which("asterisk") else why_not()


class Asterisk:
    """In the lab's root when root on Debian, else the `asterisk` found on PATH."""

    def __init__(self, site: config.Site, say: Callable[[str], None] = print) -> None:
        """Blocks while the lab's root is built or restored, which happens once. Raises LabError."""
        self.root = ready_root(say) if not why_not() else None
        if self.root is None and shutil.which("asterisk") is None:
            raise LabError(f"no Asterisk: {why_not()}, and there is none on PATH")
        self.secret = secrets.token_hex(16)
        self.ports = config.Ports(ami=_free_port(socket.SOCK_STREAM), sip=_free_port(socket.SOCK_DGRAM))
        self._process: subprocess.Popen[bytes] | None = None
        self._places = self._make_places()
        self._write(site)

    @property
    def folder(self) -> Path:
        """The run's folder as this process sees it."""
        return Path(f"{self.root or ''}{self._places.run}")

    async def start(self) -> None:
        log = (self.folder / "log" / "stdout").open("ab")
        with log:
            self._process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")  # noqa: ASYNC220  a fork only
        await self._until_booted()

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

    def log_text(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted((self.folder / "log").iterdir()) if path.is_file())

    async def _until_booted(self) -> None:
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    await self._booted()
                return
            except (OSError, ManagerError):
                if self._process is None or self._process.poll() is not None:
                    raise LabError(f"Asterisk stopped while starting. It said:\n{self.log_text()[-2000:]}") from None
                await asyncio.sleep(0.1)
            except TimeoutError:
                raise LabError(f"Asterisk is not ready after {_START_SECONDS:.0f} s:\n{self.log_text()[-2000:]}") from None

    async def _booted(self) -> None:
        manager = await Manager.connect(self.ports.ami, "thirdring", self.secret)
        try:
            await manager.until(lambda frame: frame.startswith(b"Event: FullyBooted"))
        finally:
            await manager.close()

    def _command(self) -> list[str]:
        asterisk = ["asterisk", "-f", "-C", str(self._places.etc / "asterisk.conf")]
        if self.root is None:
            return asterisk
        # Never root inside, and never left behind: the kernel ends it when this process is gone.
        return ["chroot", "--userspec=asterisk:asterisk", str(self.root), "setpriv", "--pdeathsig", "KILL", *asterisk]

    def _make_places(self) -> config.Places:
        base = "/lab" if self.root else os.environ.get("TMPDIR", "/tmp")  # noqa: S108  a fresh random name below it
        run = PurePosixPath(base) / f"tr-{secrets.token_hex(4)}"
        found = glob.glob(f"{self.root or ''}/usr/lib*/**/asterisk/modules", recursive=True)
        if not found:
            raise LabError("Asterisk's modules folder was not found below /usr/lib")
        modules = PurePosixPath(found[0].removeprefix(str(self.root or "")))
        data = next((p for p in ("/usr/share/asterisk", "/var/lib/asterisk") if Path(f"{self.root or ''}{p}/documentation").is_dir()), "/var/lib/asterisk")
        return config.Places(run, modules, PurePosixPath(data))

    def _write(self, site: config.Site) -> None:
        for name in ("etc", "lib", "spool", "run", "log", "sounds"):
            (self.folder / name).mkdir(parents=True)
        for name, text in config.files(site, self.ports, self._places, self.secret).items():
            (self.folder / "etc" / name).write_text(text.replace("@RUN@", str(self._places.run)))
        for seconds in (1, 2, 5):
            (self.folder / "sounds" / f"silence-{seconds}.alaw").write_bytes(b"\xd5" * 8000 * seconds)
        if self.root is not None:
            subprocess.run(["chroot", str(self.root), "chown", "-R", "asterisk:asterisk", str(self._places.run)], check=True)


def _free_port(kind: int) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
