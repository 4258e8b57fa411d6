"""Mutants: the text of a solution with one small thing changed, wherever it can be changed."""

import ast
import textwrap

from helpers.exercises._expressions import with_one_change

OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
COMPARISONS = {
    ast.Eq: (ast.NotEq,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
}


def changes(node, names):
    """What may stand in place of one node."""
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), ()):
            yield ast.BinOp(node.left, operator(), node.right)
        if not isinstance(node.op, (ast.Add, ast.Mult, ast.BitAnd)):
            yield ast.BinOp(node.right, node.op, node.left)
        yield node.left
        yield node.right
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(-node.value)
    elif isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
        yield from (ast.Name(other, ast.Load()) for other in names if other != node.id)
        yield ast.UnaryOp(ast.USub(), node)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.Compare):
        for comparison in COMPARISONS.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [comparison()], node.comparators)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
        yield from node.args[:1]
        if len(node.args) == 2:
            yield ast.Call(node.func, node.args[::-1], node.keywords)


def mutants_of(root, names):
    """Each other text that one change makes of a tree, once."""
    seen = {ast.unparse(root)}
    for _, text in with_one_change(root, lambda node: [(None, new) for new in changes(node, names)]):
        if text not in seen:
            seen.add(text)
            yield text


def mutants_of_function(exercise):
    """Each mutated solution: the value that its changed line computes ("" for a single one), that line, the text."""
    definition = ast.parse(exercise.code).body[0]
    statements = definition.body[1:]
    assigned = [statement.targets[0].id for statement in statements if isinstance(statement, ast.Assign)]
    for statement in statements:
        if isinstance(statement, ast.Return) and exercise.keys != [""]:
            continue
        target = statement.targets[0].id if isinstance(statement, ast.Assign) else ""
        for text in mutants_of(statement, [*exercise.parameters, *assigned]):
            parts = [ast.unparse(s) if s is not statement else text for s in statements]
            body = [textwrap.indent(part, "    ") for part in parts]
            head = exercise.code.split("\n")[0]
            yield (target if target in exercise.keys else ""), _changed(statement, text), "\n".join([head, *body])


def _changed(statement, text):
    """Of a mutated statement, the line that is new: a loop has many."""
    pairs = zip(text.splitlines(), ast.unparse(statement).splitlines(), strict=True)
    return "\n".join(line.strip() for line, was in pairs if line != was)


def mutants_of_line(line, names):
    """Each mutated text of a line of a derivation."""
    return mutants_of(ast.parse(line, mode="eval"), names)
