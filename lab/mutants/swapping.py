"""A function that is already loaded gets the mutant's code, whoever holds it."""

import gc
from collections import defaultdict
from types import CodeType, FunctionType

Key = tuple[str, str, int]


class Functions:
    """All Python functions of this process, by file, qualified name and first line."""

    def __init__(self) -> None:
        self._known: defaultdict[Key, list[FunctionType]] = defaultdict(list)
        for held in gc.get_objects():
            if isinstance(held, FunctionType):
                self._known[_key(held.__code__)].append(held)

    def swap(self, path: str, function: str, before: str, after: str) -> bool:
        """False if that cannot be done: then the module has to be imported anew."""
        old, new = (_within(function, compile(source, path, "exec")) for source in (before, after))
        if [code.co_qualname for code in old] != [code.co_qualname for code in new]:
            return False
        pairs = [(held, b) for a, b in zip(old, new, strict=True) if a != b for held in self._known[_key(a)]]
        if not pairs or any(held.__code__.co_freevars != code.co_freevars for held, code in pairs):
            return False
        for held, code in pairs:
            held.__code__ = code
        return True


def _key(code: CodeType) -> Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _within(function: str, module: CodeType) -> list[CodeType]:
    """Of the function and of those inside it, which may be held by others long after it has run."""
    begins = (function, f"{function}.<locals>.")
    return [code for code in _codes(module) if code.co_qualname == begins[0] or code.co_qualname.startswith(begins[1])]


def _codes(code: CodeType) -> list[CodeType]:
    found = [code]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found += _codes(constant)
    return found
