"""The places of a source that can be changed, and what each can be changed to. A change is a piece of text."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from lab.mutants.changes import changes_of


class Mutant(NamedTuple):
    """`begin` and `end` are bytes. `first` to `last` are the lines a test must run to notice.

    `function` is the qualified name of the outermost function, empty where the change is made on import.
    """

    path: str
    begin: int
    end: int
    text: str
    kind: str
    line: int
    first: int
    last: int
    function: str
    shown: str

    @property
    def name(self) -> str:
        """Without line and folder, so that it stays when code moves."""
        return f"{self.path.rpartition('/')[2]} {self.function or 'module'} [{self.kind}] {self.shown}"

    def applied(self, source: bytes) -> bytes:
        return source[: self.begin] + self.text.encode() + source[self.end :]


class _Place(NamedTuple):
    """Where the walk is."""

    first: int
    last: int
    function: str
    parents: tuple[ast.AST, ...]


def mutants_of(path: str, source: bytes) -> Iterator[Mutant]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, place in _walk(ast.parse(source), _Place(1, 1, "", ())):
        for change in changes_of(node, place.parents):
            at = change.node
            begin = starts[at.lineno - 1] + at.col_offset
            end = starts[(at.end_lineno or at.lineno) - 1] + (at.end_col_offset or 0)
            yield Mutant(
                path,
                begin,
                end,
                change.text,
                change.kind,
                at.lineno,
                place.first,
                place.last,
                place.function,
                change.shown,
            )


_UNSEEN = ("annotation", "returns", "decorator_list", "bases")


def _walk(node: ast.AST, place: _Place) -> Iterator[tuple[ast.AST, _Place]]:
    """Leaves out what never decides: annotations, decorators, f-strings, docstrings, blocks for the type checker."""
    yield node, place
    for name, child in _children(node):
        if not _is_seen(node, name, child):
            continue
        yield from _walk(child, _inside(node, name, child, place))


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield name, child


def _is_seen(parent: ast.AST, name: str, child: ast.AST) -> bool:
    if name in _UNSEEN or isinstance(child, ast.JoinedStr | ast.pattern):
        return False
    if isinstance(parent, ast.ClassDef) and name == "keywords":
        return False
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return False
    if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
        return False
    return not _is_a_type(child)


def _is_a_type(node: ast.AST) -> bool:
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation) == "TypeAlias"
    if isinstance(node, ast.Assign):
        called = ast.unparse(node.value).partition("(")[0]
        return called in ("TypeVar", "NewType", "ParamSpec") or ast.unparse(node.targets[0]) == "__all__"
    return False


def _inside(node: ast.AST, name: str, child: ast.AST, place: _Place) -> _Place:
    first, last, function = place.first, place.last, place.function
    if isinstance(child, ast.stmt):
        body = getattr(child, "body", None)
        first = child.lineno
        last = max(first, body[0].lineno - 1) if isinstance(body, list) else child.end_lineno or first
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and name == "body" and not function:
        classes = [parent.name for parent in place.parents if isinstance(parent, ast.ClassDef)]
        function = ".".join([*classes, node.name])
    return _Place(first, last, function, (*place.parents, node))
