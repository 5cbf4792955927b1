"""What one node of the tree can be changed to: what a slip of the hand, or a row forgotten, would make of it."""

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple


class Made(NamedTuple):
    """A text in place of a node. `without` is the part that it lacks, if it only lacks one."""

    text: str
    without: ast.AST | None = None


class Change(NamedTuple):
    """The text that stands in place of `node`."""

    kind: str
    node: Any
    text: str
    shown: str


Parents = Sequence[ast.AST]

_SHOWN_MAX = 90
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SYMMETRIC = {*_OPPOSITES, "zip", "chain"}
_UPDATES = {"replace", "_replace", "dict", "model_copy"}
_LOOKUPS = {"get", "pop", "startswith", "endswith"}


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


def _with(node: ast.AST, **fields: Any) -> str:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return f"({ast.unparse(changed)})"


def _without(items: Sequence[Any], place: int) -> list[Any]:
    return [item for number, item in enumerate(items) if number != place]


def _comparison(node: ast.Compare, _parents: Parents) -> Iterator[Made]:
    for place, operator in enumerate(node.ops):
        for other in _COMPARISONS[type(operator)]:
            yield Made(_with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]]))


def _word_compared(node: ast.Compare, _parents: Parents) -> Iterator[Made]:
    for place, value in enumerate(node.comparators):
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            other = ast.Constant(value.value + "_")
            yield Made(_with(node, comparators=[*node.comparators[:place], other, *node.comparators[place + 1 :]]))


def _and_or(node: ast.BoolOp, _parents: Parents) -> Iterator[Made]:
    yield Made(_with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()))


def _condition_dropped(node: ast.BoolOp, _parents: Parents) -> Iterator[Made]:
    for place in range(len(node.values)):
        kept = _without(node.values, place)
        text = f"({ast.unparse(kept[0])})" if len(kept) == 1 else _with(node, values=kept)
        yield Made(text, node.values[place])


def _not_dropped(node: ast.UnaryOp, _parents: Parents) -> Iterator[Made]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield Made(f"({ast.unparse(node.operand)})")


def _arithmetic(node: ast.BinOp, _parents: Parents) -> Iterator[Made]:
    other = _ARITHMETIC.get(type(node.op))
    texts = (ast.Constant, ast.JoinedStr)
    if other and not any(isinstance(s, texts) and not _is_number(s) for s in (node.left, node.right)):
        yield Made(_with(node, op=other()))


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _constant(node: ast.Constant, parents: Parents) -> Iterator[Made]:
    value = node.value
    if isinstance(value, bool):
        yield Made(repr(not value))
    elif isinstance(value, int):
        yield Made(f"({value + 1})")
        if value > 1:
            yield Made(f"({value - 1})")
    elif isinstance(value, float):
        yield Made(f"({value * 2 if value else 1.0})")
    elif isinstance(value, str) and value and _is_key(node, parents):
        yield Made(repr(value + "_"))


def _is_key(node: ast.AST, parents: Parents) -> bool:
    parent = parents[-1]
    if isinstance(parent, ast.Subscript):
        return parent.slice is node
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        return parent.func.attr in _LOOKUPS and parent.args[0] is node
    return False


def _negated(node: ast.AST, parents: Parents) -> Iterator[Made]:
    """One comparison is turned, and a `not` dropped, by other kinds."""
    turned = isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    if isinstance(node, ast.expr) and not turned and _is_condition(node, parents):
        yield Made(f"(not ({ast.unparse(node)}))")


def _is_condition(node: ast.expr, parents: Parents) -> bool:
    parent = parents[-1]
    if isinstance(parent, ast.comprehension):
        return node in parent.ifs
    return isinstance(parent, ast.If | ast.IfExp) and parent.test is node


def _statement(node: ast.stmt, parents: Parents) -> Iterator[Made]:
    if _in_function(parents) and _matters(node):
        yield Made("pass")


def _in_function(parents: Parents) -> bool:
    return any(isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) for parent in parents)


def _matters(node: ast.stmt) -> bool:
    """A deleted name of the function itself would only raise NameError."""
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return isinstance(node, ast.AugAssign) or all(not isinstance(target, ast.Name) for target in targets)
    return not isinstance(node, ast.Return) or node.value is None


def _returned(node: ast.Return, _parents: Parents) -> Iterator[Made]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield Made("return None")


def _filter_dropped(node: Any, _parents: Parents) -> Iterator[Made]:
    for place, generator in enumerate(node.generators):
        for number in range(len(generator.ifs)):
            less = copy.copy(generator)
            less.ifs = _without(generator.ifs, number)
            text = _with(node, generators=[*node.generators[:place], less, *node.generators[place + 1 :]])
            yield Made(text, generator.ifs[number])


def _call(node: ast.Call, _parents: Parents) -> Iterator[Made]:
    if isinstance(node.func, ast.Name) and node.func.id in _OPPOSITES:
        yield Made(_with(node, func=ast.Name(_OPPOSITES[node.func.id])))


def _swapped(node: ast.Call, _parents: Parents) -> Iterator[Made]:
    plain = all(isinstance(arg, ast.Name | ast.Attribute) for arg in node.args)
    differ = len({ast.unparse(argument) for argument in node.args}) == 2
    if len(node.args) == 2 and plain and differ and ast.unparse(node.func) not in _SYMMETRIC | {"isinstance"}:
        yield Made(_with(node, args=node.args[::-1]))


def _update_dropped(node: ast.Call, _parents: Parents) -> Iterator[Made]:
    if ast.unparse(node.func).rpartition(".")[2] in _UPDATES:
        for place, keyword in enumerate(node.keywords):
            if keyword.arg and keyword.arg != "update":
                yield Made(_with(node, keywords=_without(node.keywords, place)), keyword)


def _dict_row(node: ast.Dict, _parents: Parents) -> Iterator[Made]:
    for place in range(len(node.keys)):
        text = _with(node, keys=_without(node.keys, place), values=_without(node.values, place))
        yield Made(text, node.keys[place] or node.values[place])


def _set_row(node: ast.Set, _parents: Parents) -> Iterator[Made]:
    for place in range(len(node.elts) if len(node.elts) > 1 else 0):
        yield Made(_with(node, elts=_without(node.elts, place)), node.elts[place])


def _list_row(node: ast.Tuple | ast.List, parents: Parents) -> Iterator[Made]:
    """Of a table: a list that a name stands for, or that something is looked for in."""
    parent = parents[-1]
    table = isinstance(parent, ast.Assign | ast.AnnAssign) and not _in_function(parents) and parent.value is node
    sought = (
        isinstance(parent, ast.Compare) and isinstance(parent.ops[0], ast.In | ast.NotIn) and node is not parent.left
    )
    if table or sought:
        for place in range(len(node.elts) if len(node.elts) > 1 else 0):
            yield Made(_with(node, elts=_without(node.elts, place)), node.elts[place])


Maker = Callable[[Any, Parents], Iterator[Made]]
_FILTERS: tuple[tuple[str, Maker], ...] = (("filter dropped", _filter_dropped),)
_ANYWHERE: tuple[tuple[str, Maker], ...] = (("negated", _negated),)
_DELETED: tuple[tuple[str, Maker], ...] = (("statement deleted", _statement),)
_MAKERS: dict[type[ast.AST], tuple[tuple[str, Maker], ...]] = {
    ast.Compare: (("comparison", _comparison), ("word", _word_compared)),
    ast.BoolOp: (("and/or", _and_or), ("condition dropped", _condition_dropped)),
    ast.UnaryOp: (("not dropped", _not_dropped),),
    ast.BinOp: (("arithmetic", _arithmetic),),
    ast.Constant: (("constant", _constant),),
    ast.Call: (("min/max/any/all", _call), ("arguments swapped", _swapped), ("update dropped", _update_dropped)),
    ast.Dict: (("row dropped", _dict_row),),
    ast.Set: (("row dropped", _set_row),),
    ast.Tuple: (("row dropped", _list_row),),
    ast.List: (("row dropped", _list_row),),
    ast.Return: (("returned value", _returned), *_DELETED),
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), _FILTERS),
    **dict.fromkeys((ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Break), _DELETED),
}
