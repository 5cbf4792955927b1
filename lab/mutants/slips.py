"""Slips of the hand: another comparison, another number, a condition turned round."""

import ast
from collections.abc import Iterator

from lab.mutants.made import Made, Parents, changed

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
_LOOKUPS = {"get", "pop", "startswith", "endswith"}


def comparison(node: ast.Compare, _parents: Parents) -> Iterator[Made]:
    for place, operator in enumerate(node.ops):
        for other in _COMPARISONS[type(operator)]:
            yield Made(changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]]))


def word_compared(node: ast.Compare, _parents: Parents) -> Iterator[Made]:
    for place, value in enumerate(node.comparators):
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            other = ast.Constant(value.value + "_")
            yield Made(changed(node, comparators=[*node.comparators[:place], other, *node.comparators[place + 1 :]]))


def and_or(node: ast.BoolOp, _parents: Parents) -> Iterator[Made]:
    yield Made(changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()))


def not_dropped(node: ast.UnaryOp, _parents: Parents) -> Iterator[Made]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield Made(f"({ast.unparse(node.operand)})")


def arithmetic(node: ast.BinOp, _parents: Parents) -> Iterator[Made]:
    other = _ARITHMETIC.get(type(node.op))
    texts = (ast.Constant, ast.JoinedStr)
    if other and not any(isinstance(s, texts) and not _is_number(s) for s in (node.left, node.right)):
        yield Made(changed(node, op=other()))


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def constant(node: ast.Constant, parents: Parents) -> Iterator[Made]:
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


def negated(node: ast.AST, parents: Parents) -> Iterator[Made]:
    """One comparison is turned, and a `not` dropped, by other kinds."""
    turned = isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    if isinstance(node, ast.expr) and not turned and _is_condition(node, parents):
        yield Made(f"(not ({ast.unparse(node)}))")


def _is_condition(node: ast.expr, parents: Parents) -> bool:
    parent = parents[-1]
    if isinstance(parent, ast.comprehension):
        return node in parent.ifs
    return isinstance(parent, ast.If | ast.IfExp) and parent.test is node


def call(node: ast.Call, _parents: Parents) -> Iterator[Made]:
    if isinstance(node.func, ast.Name) and node.func.id in _OPPOSITES:
        yield Made(changed(node, func=ast.Name(_OPPOSITES[node.func.id])))


def swapped(node: ast.Call, _parents: Parents) -> Iterator[Made]:
    plain = all(isinstance(arg, ast.Name | ast.Attribute) for arg in node.args)
    differ = len({ast.unparse(argument) for argument in node.args}) == 2
    if len(node.args) == 2 and plain and differ and ast.unparse(node.func) not in _SYMMETRIC | {"isinstance"}:
        yield Made(changed(node, args=node.args[::-1]))
