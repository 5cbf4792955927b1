"""`python -m thirdring VERB`. `serve` hears the PBX before it imports anything large."""

import gc
import os
import sys
from pathlib import Path


def plain_config(words: list[str]) -> tuple[Path | None] | None:
    """The settings file, where nothing else is typed; None: the command line has to be read as a whole."""
    match words:
        case []:
            named = os.environ.get("THIRDRING_CONFIG")
            return (Path(named) if named else None,)
        case ["--config" | "-c", file] if file and not file.startswith("-"):
            return (Path(file),)
    return None


def main() -> None:
    verb, words = sys.argv[1:2], sys.argv[2:]
    plain = plain_config(words)
    if verb == ["listen"] and plain is not None:
        from thirdring.commands.heard_first import listen

        listen(plain[0])
    elif verb == ["serve"] and plain is not None:
        gc.disable()  # until all is imported; `garbage.settle` goes on
        from thirdring.commands.heard_first import serve

        serve(plain[0])
    else:
        from thirdring.cli import main as commands

        commands()


if __name__ == "__main__":
    main()
