"""What somebody forgot: a condition, a statement, a row of a table."""

import ast
import copy
from collections.abc import Iterator
from typing import Any

from lab.mutants.made import Made, Parents, changed, in_function, without

_UPDATES = {"replace", "_replace", "dict", "model_copy"}


def condition_dropped(node: ast.BoolOp, _parents: Parents) -> Iterator[Made]:
    for place in range(len(node.values)):
        kept = without(node.values, place)
        text = f"({ast.unparse(kept[0])})" if len(kept) == 1 else changed(node, values=kept)
        yield Made(text, node.values[place])


def statement(node: ast.stmt, parents: Parents) -> Iterator[Made]:
    if in_function(parents) and _matters(node):
        yield Made("pass")


def _matters(node: ast.stmt) -> bool:
    """A deleted name of the function itself would only raise NameError."""
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return isinstance(node, ast.AugAssign) or all(not isinstance(target, ast.Name) for target in targets)
    return not isinstance(node, ast.Return) or node.value is None


def returned(node: ast.Return, _parents: Parents) -> Iterator[Made]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield Made("return None")


def filter_dropped(node: Any, _parents: Parents) -> Iterator[Made]:
    for place, generator in enumerate(node.generators):
        for number in range(len(generator.ifs)):
            less = copy.copy(generator)
            less.ifs = without(generator.ifs, number)
            text = changed(node, generators=[*node.generators[:place], less, *node.generators[place + 1 :]])
            yield Made(text, generator.ifs[number])


def update_dropped(node: ast.Call, _parents: Parents) -> Iterator[Made]:
    if ast.unparse(node.func).rpartition(".")[2] in _UPDATES:
        for place, keyword in enumerate(node.keywords):
            if keyword.arg and keyword.arg != "update":
                yield Made(changed(node, keywords=without(node.keywords, place)), keyword)


def dict_row(node: ast.Dict, _parents: Parents) -> Iterator[Made]:
    for place in range(len(node.keys)):
        text = changed(node, keys=without(node.keys, place), values=without(node.values, place))
        yield Made(text, node.keys[place] or node.values[place])


def set_row(node: ast.Set, _parents: Parents) -> Iterator[Made]:
    for place in range(len(node.elts) if len(node.elts) > 1 else 0):
        yield Made(changed(node, elts=without(node.elts, place)), node.elts[place])


def list_row(node: ast.Tuple | ast.List, parents: Parents) -> Iterator[Made]:
    """Of a table: a list that a name stands for, or that something is looked for in."""
    parent = parents[-1]
    table = isinstance(parent, ast.Assign | ast.AnnAssign) and not in_function(parents) and parent.value is node
    sought = (
        isinstance(parent, ast.Compare) and isinstance(parent.ops[0], ast.In | ast.NotIn) and node is not parent.left
    )
    if table or sought:
        for place in range(len(node.elts) if len(node.elts) > 1 else 0):
            yield Made(changed(node, elts=without(node.elts, place)), node.elts[place])
