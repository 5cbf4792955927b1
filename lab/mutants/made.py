"""What stands in place of a node, as text."""

import ast
import copy
from collections.abc import Sequence
from typing import Any, NamedTuple

Parents = Sequence[ast.AST]


class Made(NamedTuple):
    """A text in place of a node. `without` is the part that it lacks, if it only lacks one."""

    text: str
    without: ast.AST | None = None


def changed(node: ast.AST, **fields: Any) -> str:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return f"({ast.unparse(changed)})"


def without(items: Sequence[Any], place: int) -> list[Any]:
    return [item for number, item in enumerate(items) if number != place]


def in_function(parents: Parents) -> bool:
    return any(isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) for parent in parents)
