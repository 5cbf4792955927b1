"""What one node of the tree can be changed to: what a slip of the hand, or a row forgotten, would make of it."""

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lab.mutants import losses, slips
from lab.mutants.made import Made, Parents

_SHOWN_MAX = 90


class Change(NamedTuple):
    """The text that stands in place of `node`."""

    kind: str
    node: Any
    text: str
    shown: str


def changes_of(node: ast.AST, parents: Parents) -> Iterator[Change]:
    for kind, made in (*_MAKERS.get(type(node), ()), *_ANYWHERE):
        for text, without in made(node, parents):
            yield Change(kind, node, text, _shown(node, text) if without is None else f"without {_short(without)}")


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:_SHOWN_MAX]


def _shown(node: ast.AST, text: str) -> str:
    before = ast.unparse(node)
    after = text.removeprefix("(").removesuffix(")") if text.startswith("(") else text
    if len(before) > _SHOWN_MAX // 2 or "\n" in before:
        same = _same(before, after)
        tail = _same(before[same:][::-1], after[same:][::-1])
        begin = max(0, same - 12)
        before, after = before[begin : len(before) - tail], after[begin : len(after) - tail]
    return " → ".join(" ".join(side.split())[:_SHOWN_MAX] for side in (before, after))


def _same(one: str, other: str) -> int:
    """How many characters they begin with are the same."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


Maker = Callable[[Any, Parents], Iterator[Made]]
_FILTERS: tuple[tuple[str, Maker], ...] = (("filter dropped", losses.filter_dropped),)
_ANYWHERE: tuple[tuple[str, Maker], ...] = (("negated", slips.negated),)
_DELETED: tuple[tuple[str, Maker], ...] = (("statement deleted", losses.statement),)
_MAKERS: dict[type[ast.AST], tuple[tuple[str, Maker], ...]] = {
    ast.Compare: (("comparison", slips.comparison), ("word", slips.word_compared)),
    ast.BoolOp: (("and/or", slips.and_or), ("condition dropped", losses.condition_dropped)),
    ast.UnaryOp: (("not dropped", slips.not_dropped),),
    ast.BinOp: (("arithmetic", slips.arithmetic),),
    ast.Constant: (("constant", slips.constant),),
    ast.Call: (
        ("min/max/any/all", slips.call),
        ("arguments swapped", slips.swapped),
        ("update dropped", losses.update_dropped),
    ),
    ast.Dict: (("row dropped", losses.dict_row),),
    ast.Set: (("row dropped", losses.set_row),),
    ast.Tuple: (("row dropped", losses.list_row),),
    ast.List: (("row dropped", losses.list_row),),
    ast.Return: (("returned value", losses.returned), *_DELETED),
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), _FILTERS),
    **dict.fromkeys((ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Break), _DELETED),
}
