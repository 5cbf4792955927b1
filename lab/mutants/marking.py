"""Sources that say themselves which of their statements run: much quicker than to trace a whole process."""

import ast
import builtins
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from lab.mutants.rules import module_of

Mark = Callable[[str, int], None]

_MARK = "__ran__"
_BLOCKS = ("body", "orelse", "finalbody")


def mark_rules(root: Path, paths: Iterable[str], mark: Mark) -> None:
    """From now on a rule's module that is imported calls `mark(path, line)` before each statement of its functions."""
    setattr(builtins, _MARK, mark)
    sys.meta_path.insert(0, _Finder(root, {module_of(path): path for path in paths}))


class _Finder(MetaPathFinder):
    def __init__(self, root: Path, paths: dict[str, str]) -> None:
        self._root, self._paths = root, paths

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        own = self._paths.get(fullname)
        if own is None:
            return None
        place = self._root / own
        return spec_from_file_location(fullname, place, loader=_Loader(fullname, str(place), own))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, own: str) -> None:
        super().__init__(name, path)
        self._own = own

    def get_code(self, fullname: str) -> CodeType:
        return compile(marked(self.get_data(self.path), self._own), self.path, "exec", dont_inherit=True)


def marked(source: bytes, own: str) -> ast.Module:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            _mark_block(node, "body", own)
    return ast.fix_missing_locations(tree)


def _mark_block(parent: ast.AST, name: str, own: str) -> None:
    made: list[ast.stmt] = []
    for statement in getattr(parent, name):
        if not _is_docstring(statement):
            made.append(_said(statement, own))
        made.append(statement)
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            _mark_inside(statement, own)
    setattr(parent, name, made)


def _mark_inside(statement: ast.AST, own: str) -> None:
    for block in _BLOCKS:
        if getattr(statement, block, None):
            _mark_block(statement, block, own)
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        _mark_block(part, "body", own)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _said(statement: ast.stmt, own: str) -> ast.stmt:
    arguments: list[ast.expr] = [ast.Constant(own), ast.Constant(statement.lineno)]
    return ast.copy_location(ast.Expr(ast.Call(ast.Name(_MARK, ast.Load()), arguments, [])), statement)
