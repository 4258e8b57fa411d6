"""One call of a reader's function: what it gives, or the sentence why it gives nothing, and what else it does."""

import ast
import dis
import functools
import inspect
import io
import itertools
import linecache
import re
import signal
import sys
import textwrap
import threading
import traceback
import types
import warnings
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass, field

import numpy as np

from ..arguments import is_masked
from ._compare import kind_of, open_places
from ._labels import LABELS
from ._panel import listed


@dataclass
class Trouble:
    """In place of a number: why there is none. Two are the same if they are of the same kind."""

    kind: str
    sentence: str = field(compare=False)
    line: str | None = field(default=None, compare=False)
    so_far: dict = field(default_factory=dict, compare=False)  # values that had names when it stopped


@dataclass
class Outcome:
    """What one call gave: a number or array for each name, or trouble."""

    values: dict | Trouble
    changed: dict = field(default_factory=dict)  # the arguments that are others now: True where only by rounding
    warning: str | None = None
    one_array: tuple = ()  # pairs of names that stand for one array
    in_argument: tuple = ()  # names of values that lie in a changed argument
    tuple_of: int | None = None  # the length, where a tuple came back for an array
    yes_or_no: bool = False  # True and False came back, and no numbers
    overflow: bool = False  # NumPy warned of one, whether or not that counts
    changed_in: tuple = ()  # the line that changes an argument: place, text, and another name for it, with its own


def call(function, case, parameters, keys, quiet=False, aloud=False):
    """What a function gives for one case; ``aloud`` lets through what it prints."""
    arguments = {name: copied(case[name]) for name in parameters}
    for name in LABELS:
        if type(arguments.get(name)) is int:  # a label has NumPy's methods, too
            arguments[name] = np.int64(arguments[name])
    with (
        ONE_AT_A_TIME,
        warnings.catch_warnings(record=True) as caught,
        np.errstate(all="warn", under="ignore"),
        nullcontext() if aloud else redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("always")
        try:
            with within_seconds(), nothing_muted(function) if quiet else nullcontext():
                result = function(*arguments.values())
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return Outcome(raised(error, function, keys))
    numeric = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
    changed = changes(arguments, case)
    values = _values(result, keys)
    arrays = _arrays(result, keys)
    return Outcome(
        values,
        changed,
        numeric[0] if numeric and quiet else None,
        tuple((a, b) for n, b in enumerate(arrays) for a in list(arrays)[:n] if _is_same(arrays[a], arrays[b])),
        tuple(key for key in arrays if any(np.may_share_memory(arrays[key], arguments[name]) for name in changed)),
        len(result) if isinstance(result, tuple) and keys == [""] else None,
        keys == [""] and isinstance(values[""], np.ndarray) and np.asarray(result).dtype == bool,
        any("overflow" in message for message in numeric),
        line_of_change(function, changed) if changed else (),
    )


PATIENCE = 5  # seconds
ENDLESS = (
    f"It has not come back after {PATIENCE} seconds. Does a loop in it never end? Look at its condition: what in it"
    " changes from turn to turn?"
)


class NeverEnds(BaseException):
    """Raised in a reader's function that does not come back."""


@contextmanager
def within_seconds():
    """What does not end is stopped, where there is an alarm for it: on Linux and macOS."""
    has_alarm = hasattr(signal, "setitimer") and sys.platform != "emscripten"
    if not has_alarm or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_):
        raise NeverEnds

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)


def copied(value):
    """An argument of its own for each call; a float comes as NumPy's, which has the methods of an array, too."""
    if isinstance(value, np.ndarray):
        return value.copy()
    return np.float64(value) if type(value) is float else value


def changes(arguments, before):
    """Those arrays among the arguments that are no longer what they were: True where only by rounding."""
    changed = {}
    for name, value in arguments.items():
        was = before[name]
        if isinstance(was, np.ndarray):
            same_kind = value.shape == was.shape and value.dtype == was.dtype
            untouched = same_kind and (value.tobytes() == was.tobytes() or np.array_equal(value, was, True))
            if not untouched:
                changed[name] = same_kind and np.allclose(value, was, rtol=1e-9, atol=0)
    return changed


def _is_same(one, other):
    return one.shape == other.shape and np.may_share_memory(one, other)


def _arrays(result, keys):
    """The arrays of a result, by name, as they were returned."""
    if keys == [""]:
        result = {"": result}
    elif isinstance(result, (tuple, list)) and len(result) == len(keys):
        result = dict(zip(keys, result, strict=True))
    if not isinstance(result, dict):
        return {}
    return {key: result[key] for key in keys if isinstance(result.get(key), np.ndarray) and result[key].ndim}


# --------------------------------------------------------------------------------------------- warnings


class _Nothing:
    """In the place of np.errstate and the like: it can be called and entered, and does nothing."""

    def __init__(self, *args, **more):
        pass

    def __call__(self, function=None, *args, **more):
        return function

    def __enter__(self):
        return []

    def __exit__(self, *args):
        return None


def _settings(*args, **more):
    """In the place of np.seterr, which returns what was set before."""
    return np.geterr()


MUTES = (  # the names of a module, a name among them, and what it stands for
    *((vars(np), name, getattr(np, name)) for name in ("errstate", "seterr")),
    *((vars(warnings), name, getattr(warnings, name)) for name in ("catch_warnings", "simplefilter", "filterwarnings")),
)
ONE_AT_A_TIME = threading.RLock()  # all that is said of warnings is said to the whole program


@contextmanager
def nothing_muted(function):
    """Muting a warning does not avoid it: for the time of a call, nothing that mutes has an effect."""
    own = getattr(function, "__globals__", {})
    kept = [
        (own, name, own[name]) for name in looked_up_by(function) if any(own.get(name) is value for *_, value in MUTES)
    ]
    try:
        for names, name, _ in (*MUTES, *kept):
            names[name] = _settings if name == "seterr" else _Nothing
        yield
    finally:
        for names, name, value in (*MUTES, *kept):
            names[name] = value


def mutes(function):
    """Does a function's text name something that mutes warnings?"""
    names = {name for _, name, _ in MUTES}
    return bool(names & looked_up_by(function))


def looked_up_by(function):
    """The names that a function's code finds outside of it, in an array or in a module."""
    return set(getattr(getattr(function, "__code__", None), "co_names", ()))


# ------------------------------------------------------------------------------------------------ three dots


def open_names(function):
    """The names in whose line three dots are left, and what follows from them; "" for what is returned."""
    body, found = body_of(function), set()

    def is_open(value):
        return _holds_dots(value) or bool(found & _names_in(value))

    for node in [node for _ in range(2) for statement in body for node in ast.walk(statement)]:  # twice, for loops
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
            pairs = zip(node.value.keys, node.value.values, strict=True)
            found |= {key.value for key, value in pairs if isinstance(key, ast.Constant) and is_open(value)}
        elif isinstance(node, ast.Return) and node.value and is_open(node.value):
            found.add("")
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if is_open(node.value):
                found = found.union(*map(_names_in, targets))
            elif isinstance(node, ast.Assign):
                found = found - {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def body_of(function):
    """The statements of a function, or none where its text is not known."""
    try:
        return ast.parse(_text_of(function)).body[0].body
    except Exception:  # there is none, or it is no statement, or a stranger's object says so in its own way
        return []


@functools.lru_cache(16)
def _text_of(function):
    return textwrap.dedent(inspect.getsource(function))


def borrowed_by(function):
    """The numbers and arrays that a function uses and does not get: they are those of the notebook."""
    names = getattr(function, "__globals__", {})
    used = set().union(*map(_names_in, body_of(function))) & looked_up_by(function)
    return sorted(name for name in used if isinstance(names.get(name), (int, float, np.number, np.ndarray)))


def with_own_arrays(function, name=None):
    """The function with a new array in each line that gives an array a name; of one name only, if it is given.

    None where its text is not known.
    """
    return with_body(function, _OwnArrays(name).visit(ast.Module(body_of(function), [])).body)


def with_body(function, body):
    """The function with other statements; None where it has none, as that of which the text is not known."""
    if not body or not isinstance(function, types.FunctionType):
        return None
    code = function.__code__
    tree = ast.parse(f"def changed({', '.join(code.co_varnames[: code.co_argcount])}): pass")
    tree.body[0].body = body
    cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
    names = {**function.__globals__, OWN: copied}
    try:
        names.update({free: cell.cell_contents for free, cell in cells.items()})
        exec(compile(ast.fix_missing_locations(tree), "<changed>", "exec"), names)
    except (ValueError, SyntaxError):  # a name that is not yet there; a line that Python does not take
        return None
    return names["changed"]


OWN = "_an_array_of_its_own"


class _OwnArrays(ast.NodeTransformer):
    """A copy behind each assignment: after a = b = c, of both."""

    def __init__(self, name):
        self.name = name

    def visit_Assign(self, node):
        parts = [part for target in node.targets for part in ast.walk(target)]
        given = [part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
        own = [ast.parse(f"{name} = {OWN}({name})").body[0] for name in given if self.name in (None, name)]
        return [node, *own]


def written_twice(function, keys):
    """Two of these names, and whether the second gets the first, and not only the same line; None if there are none."""
    given = {name: value for name, value in _given_in(function) if name in keys}  # of several lines the last one counts
    for (one, text), (other, value) in itertools.combinations(given.items(), 2):
        if value == one:
            return one, other, True
        if text == other:
            return other, one, True
        if value == text:
            return one, other, False
    return None


def _statements_of(function):
    return [node for part in body_of(function) for node in ast.walk(part) if isinstance(node, ast.stmt)]


def _given_in(function):
    return [pair for statement in _statements_of(function) for pair in _given_by(statement)]


def _given_by(statement):
    """(name, text) of each name that gets a value, by an assignment or in the dictionary that is returned.

    What is only handed on, ``{"z": z}``, has it already.
    """
    if isinstance(statement, ast.Assign):
        target, value = statement.targets[0], statement.value
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        values = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(names) else [value] * len(names)
        if isinstance(target, ast.Tuple) and values == [value] * len(names):  # each name gets an entry of it
            values = [ast.Subscript(value, ast.Constant(place)) for place in range(len(names))]
    elif isinstance(statement, ast.Return) and isinstance(statement.value, ast.Dict):
        names, values = statement.value.keys, statement.value.values
    else:
        return []
    named = [getattr(name, "id", getattr(name, "value", None)) for name in names]  # a name, or the text of a key
    pairs = [(name, ast.unparse(value)) for name, value in zip(named, values, strict=True)]
    return [(name, text) for name, text in pairs if isinstance(name, str) and name != text]


def _written_by(statement):
    """The names of the arrays that a statement writes into: `name[...] =`, `name +=`, `out=name`."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    written = [target.value for target in targets if isinstance(target, ast.Subscript)]
    if isinstance(statement, ast.AugAssign):
        written.append(statement.target)
    if isinstance(statement, (ast.Assign, ast.Expr, ast.Return)):
        written += [node.value for node in ast.walk(statement) if isinstance(node, ast.keyword) and node.arg == "out"]
    return set().union(*map(_names_in, written))


def written_into(function):
    return set().union(*map(_written_by, _statements_of(function)))


def line_of_change(function, changed):
    """Place and text of the first line that writes into one of these arguments; nothing if it is not seen.

    Where it does so by a name that was given to the argument, or to a part of it: these two names, too.
    """
    known_as = {name: name for name in changed}
    for statement in sorted(_statements_of(function), key=lambda statement: statement.lineno):
        if written := sorted(_written_by(statement) & set(known_as)):
            line = _own_line(function, function.__code__.co_firstlineno + statement.lineno - 1)
            other = written[0]
            return line if known_as[other] == other else (*line, other, known_as[other])
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name, owner = statement.targets[0].id, _owner(statement.value)
            if owner in known_as:
                known_as[name] = known_as[owner]
            elif known_as.get(name, name) != name:
                del known_as[name]
    return ()


VIEWS = {"T", "flat", "reshape", "ravel", "view", "transpose", "squeeze"}  # they show an array, and make none


def _owner(node):
    """The name of the array that an expression is itself, or a part of: `G`, `G[0]`, `G.T`, `G.reshape(...)`."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        if isinstance(node, ast.Call):
            node = node.func
        if not isinstance(node, ast.Subscript) and getattr(node, "attr", None) not in VIEWS:
            return None
        node = node.value
    return getattr(node, "id", None)


def _own_line(function, number):
    """Place, counted from the `def`, and text of a line of a reader's function."""
    code = function.__code__
    text = linecache.getline(code.co_filename, number, function.__globals__).strip()
    return f"line {number - code.co_firstlineno + 1}", text


def _names_in(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _holds_dots(node):
    """Three dots in an expression, but not as an index, as in x[..., 0]."""
    if isinstance(node, ast.Constant):
        return node.value is ...
    if isinstance(node, ast.Subscript):
        return _holds_dots(node.value)
    return any(map(_holds_dots, ast.iter_child_nodes(node)))


def _used_in(code, line, values):
    """Is one of these names, or a literal `...`, loaded in this line?"""
    there = [(start, end) for start, end, number in code.co_lines() if number == line]
    for step in dis.get_instructions(code):
        if any(start <= step.offset < end for start, end in there):
            loaded = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            if step.opname.startswith("LOAD") and any(v is ... or (isinstance(v, str) and v in values) for v in loaded):
                return True
    return False


# ----------------------------------------------------------------------------------- what was raised or returned

OF_A_PRODUCT = (
    "In a matrix product `A @ B`, the rows of A have to be as long as the columns of B. A vector has one length only."
)
ALSO_SAID = {  # parts of messages that say little to whoever reads them for the first time
    "converted to Python scalars": "This function takes one number, and here it gets an array: NumPy's take both.",
    r" for \^": "A power is written `**` in Python.",
    "boolean subtract": (
        "True and False are not subtracted: `a & ~b` asks for a without b, and `1 * a - 1 * b` counts True as 1 and"
        " False as 0."
    ),
    "boolean negative": "True and False have no minus: `~a` asks for the opposite, and `-1 * a` counts True as 1.",
    "bitwise_xor": "`^` takes whole numbers, and is no power: that is written `**` in Python.",
    r"'(numpy\.(float|int)64|int|float)' (object is not iterable|has no len|object does not support)|invalid index": (
        "Here it gets a single number. An operation of NumPy takes both; `len`, a loop and `[...]` take arrays only."
    ),
    r"'(int|float)' object has no attribute": "It is a number of Python: `np.asarray(...)` makes an array of it.",
    "arrays used as indices must be of integer|according to the rule 'safe'": (
        "Here the numbers are floats, 1.0 and not 1: `.astype(int)` makes indices of them."
    ),
    "'invert' not supported": "`~` turns True and False round, and these are floats: `y == 0` does it for labels.",
    "define __round__": "`round` takes one number: `np.round` takes arrays, too.",
    r"cannot assign \d+ input values": (
        "A mask on the left picks as many entries as it has True: pick with the same mask on the right."
    ),
    "only integers, slices": (
        "A `for` over an array gives its numbers, not their places: those are given by `for i in range(len(...))`."
    ),
    "same_kind": "An array of whole numbers takes no others in: make an array of floats.",
    "mismatch in its core dimension": OF_A_PRODUCT,
    "not aligned": OF_A_PRODUCT,
    "could not be broadcast": (
        "Entry by entry, two lengths are the same, or one of them is 1: write down both shapes. If each entry of v is"
        " to meet each of w, `v[:, None]` makes a column of v."
    ),
    "not have enough dimensions": "`@` stands between vectors and matrices: a single number is multiplied with `*`.",
}
UNCALLED = "The brackets behind `{0}` are missing: `{0}()` is its result."
NO_BRACKETS = "`.{}` is written without brackets."
A_STAR = "Is a `*` missing before the bracket?"
A_BASE = "A logarithm of NumPy takes no base: there are `np.log`, `np.log2` and `np.log10`."
ONE_TOO_MANY = "It gets one argument too many: the last one is taken for an array in which to put the result."
METHODS = {name for name in dir(np.ndarray) if callable(getattr(np.ndarray, name)) and not name.startswith("_")}
NO_QUESTION = (
    "`&` and `|` join questions, whose answers are True and False, and `{}` is a number: numbers are multiplied with"
    " `*`, and added with `+`."
)
NOT = "`not` asks one question of the whole array. Entry by entry it is `{}`."
A_CHAIN = (
    "`*` and `+` bind more tightly than `<` and `>`, so that this is a chain of questions about the whole array. Each"
    " question stands in its own brackets, as in `2 * (0 < t) + (t < 1)`."
)
IN_BRACKETS = (
    "`&` and `|` join questions, and bind more tightly than `<`: each question stands in its own brackets, as in"
    " `(0 < t) & (t < 1)`."
)
AN_AXIS = "`np.max` and `np.min` take the second argument for an axis: `np.maximum` and `np.minimum` go entry by entry."
TWO_QUESTIONS = (
    "`and`, `or`, and the chain `a < b < c`, ask one question of the whole array. Entry by entry it is {}, each in its"
    " own brackets."
)
NO_QUESTIONS = (
    "`and` and `or` ask one question of the whole array, and here they stand between numbers: `+` adds numbers entry by"
    " entry, and `np.where(question, this, that)` chooses."
)
A_NUMBER_IS_CALLED = r"'(numpy\.)?(int|float)\d*' object is not callable"
AN_ARRAY_IS_CALLED = r"'(numpy\.ndarray|list|tuple)' object is not callable"
LONGEST_MESSAGE = 120  # characters of an exception's message that are shown
STILL_DOTS = "A value is used that is still three dots."


def finished(values, function, keys):
    """Of the names of values those that got theirs in one line, which is done: no loop fills it, nothing changes it."""
    given, written = [name for name, _ in _given_in(function)], written_into(function)
    done = [key for key in keys if key in values and given.count(key) == 1 and key not in written]
    arrays = {key: as_array(values[key]) for key in done}
    return {key: array for key, array in arrays.items() if isinstance(array, np.ndarray)}


def raised(error, function, keys=()):
    """The sentence about an exception, with the reader's own line, and the values of these names that were there."""
    if isinstance(error, NeverEnds):
        return Trouble("endless", ENDLESS, "a loop")
    kind, message = type(error).__name__, _words_of(error)
    said = _first_line(message)
    also = next((f" {words}" for part, words in ALSO_SAID.items() if re.search(part, message)), "")
    code = getattr(function, "__code__", None)
    own = [(f, n) for f, n in traceback.walk_tb(error.__traceback__) if f.f_code is code]
    if re.search("'ellipsis'|type ellipsis", message):  # not where NumPy lists what may be an index
        return Trouble("open", STILL_DOTS)
    if not own:
        return Trouble("raised", f"It stops with {kind}: {said}.{also}", kind)
    frame, number = own[-1]
    left = {name for name, value in frame.f_locals.items() if value is ... or open_places(value)}
    if not isinstance(error, IndexError) and _used_in(code, number, left):
        return Trouble("open", STILL_DOTS)
    place, line = _own_line(function, number)
    if of_its_line := _of_its_line(function, line, number, message):
        also = f" {of_its_line}"
    text = f", `{line}`" if line else ""
    sentence = f"It stops in {place}{text}, with {kind}: {said}.{also}"
    return Trouble("raised", sentence, place, finished(frame.f_locals, function, keys))


def _of_its_line(function, line, number, message):
    """What to do about a line that stopped, where its own text says more than the message does."""
    if "truth value of an array" in message:
        return _of_one_question(line)
    if "Python scalars" in message and (one := re.search(r"(?<![.\w])(float|int)\(", line)):
        return f"`{one[1]}` makes one number of one. Of an array, `.astype({one[1]})` makes another array."
    if "'int' object is not iterable" in message:
        return "A whole number is no list of places: `range(n)` gives those from 0 to n - 1."
    if unset := re.search(r"cannot access local variable '(\w+)'|variable '(\w+)' referenced before", message):
        return _of_no_value_yet(function, unset[1] or unset[2], number)
    if "must be of ArrayType" in message:
        return A_BASE if _has_a_base(line) else ONE_TOO_MANY
    if "tuple index" in message and "shape[" in line:
        return "A shape has one length for each axis: that of a vector has one, that of a table two."
    if re.search("axis|as an integer|integer scalar", message) and re.search(r"np\.a?(max|min)\((?!.*axis)", line):
        return AN_AXIS
    if re.search(r"bitwise_(and|or)| for [&|]", message):
        return _of_joined_questions(line)
    if re.search("builtin_function_or_method|not have enough dimensions", message) and (name := _uncalled(line)):
        return UNCALLED.format(name)
    if "object is not callable" in message and (plain := re.search(r"\.(T|size|ndim|shape)\(", line)):
        return NO_BRACKETS.format(plain[1])
    if re.search(A_NUMBER_IS_CALLED, message):
        return A_STAR
    return f"{A_STAR} An entry stands in square brackets." if re.search(AN_ARRAY_IS_CALLED, message) else None


def _has_a_base(line):
    """Does a logarithm in it get more than one argument?"""
    calls = [node for node in _nodes_of(line) if isinstance(node, ast.Call) and len(node.args) > 1]
    return any("log" in ast.unparse(node.func) for node in calls)


def _of_no_value_yet(function, name, number):
    """What to do about a name that is used before it has a value."""
    here = number - function.__code__.co_firstlineno + 1
    places = [s.lineno for s in _statements_of(function) if name in {given for given, _ in _given_by(s)}]
    if any(place < here for place in places):
        return (
            "The line that gives it a value was not reached: give it a first value before the loop, or before the `if`."
        )
    if places and min(places) > here:
        return "The line that gives it a value stands further down."
    return "Give it a first value above this line."


def _of_one_question(line):
    """What to write for a line that asks one question of a whole array."""
    if alone := _compared_alone(line):
        return f"Python's `{alone}` compares the rows of a table: `np.{alone}(...)` looks at all of its entries."
    if re.search(r"(?<![.\w])(max|min)\(", line):
        return "Python's `max` and `min` compare whole arrays: `np.maximum` and `np.minimum` go entry by entry."
    if re.search(r"(?<![.\w])(all|any)\(", line):
        return "Python's `all` and `any` know no axes: `.all(axis=0)` asks each column, `.all(axis=1)` each row."
    nodes = _nodes_of(line)
    refused = [node.operand for node in nodes if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)]
    asks = any(isinstance(node, (ast.If, ast.IfExp, ast.While, ast.BoolOp)) for node in nodes)
    if refused and not asks:
        return NOT.format(_opposite(refused[0]))
    if re.search("[&|]", line):
        return IN_BRACKETS
    if two := _two_questions(line):
        return two
    asked = _question(line)
    if asked == "condition":
        return (
            "Here there is one question for each entry of an array. Entry by entry: `np.where(condition, ..., ...)`,"
            " or multiply by `(condition)`; in place of `not`, `~(condition)`."
        )
    return (
        "Here there is one question for each entry of an array. Entry by entry:"
        f" `np.where({asked}, ..., ...)`, or multiply by `({asked})`."
    )


def _compared_alone(line):
    """`max` or `min`, where Python's gets a single argument; else None."""
    calls = [node for node in _nodes_of(line) if isinstance(node, ast.Call) and len(node.args) == 1]
    return next((name for name in map(ast.unparse, (node.func for node in calls)) if name in ("max", "min")), None)


def _nodes_of(line):
    """The parts of a line of code, also of the head of a block; none of a line that goes on in the next."""
    text = f"{line} pass".replace("elif ", "if ", 1) if line.endswith(":") else line
    try:
        return list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return []


def _uncalled(line):
    """The name of an array's method that stands in a line without its brackets; None if there is none."""
    nodes = _nodes_of(line)
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    for node in nodes:
        if isinstance(node, ast.Attribute) and node not in called and node.attr in METHODS:
            return node.attr
    return None


def _of_joined_questions(line):
    """What to write for a line in which `&` or `|` meets something that is no question."""
    nodes = _nodes_of(line)
    if any(isinstance(node, ast.Compare) and any(map(_joins, [node.left, *node.comparators])) for node in nodes):
        return IN_BRACKETS
    sides = [side for node in nodes if _joins(node) for side in (node.left, node.right)]
    refused = [node.operand for node in sides if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)]
    if refused:
        return NOT.format(_opposite(refused[0]))
    numbers = [side for side in sides if not isinstance(side, (ast.Compare, ast.UnaryOp)) and not _joins(side)]
    return NO_QUESTION.format(ast.unparse(numbers[-1])) if numbers else IN_BRACKETS


def _joins(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr))


class _EntryByEntry(ast.NodeTransformer):
    """What stands entry by entry for `not`."""

    def visit_UnaryOp(self, node):
        node = self.generic_visit(node)
        return ast.parse(_opposite(node.operand), mode="eval").body if isinstance(node.op, ast.Not) else node


def _opposite(node):
    """`~(...)` of a question. What has a name may be numbers, and ~1 is -2."""
    text = ast.unparse(node)
    return f"({text} == 0)" if _has_a_name(node) else f"~({text})"


def _question(line):
    """What a line asks with its `if`, as it is asked of an array."""
    tests = [node.test for node in _nodes_of(line) if isinstance(node, (ast.If, ast.IfExp, ast.While))]
    if not tests:
        return "condition"
    if isinstance(tests[0], ast.UnaryOp) and isinstance(tests[0].op, ast.Not):
        return _opposite(tests[0].operand)
    return ast.unparse(tests[0])


def _is_number(node):
    """A number that is written or computed, and so no question."""
    questions = (ast.BitAnd, ast.BitOr, ast.BitXor)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.BinOp) and not isinstance(node.op, questions))


def _has_a_name(node):
    return isinstance(node, (ast.Name, ast.Subscript, ast.Attribute))


def _two_questions(line):
    """How two questions of a line, `a and b` or `a < b < c`, are asked entry by entry; None if there are none."""
    nodes = _nodes_of(line)
    added = [side for node in nodes if isinstance(node, ast.BinOp) for side in (node.left, node.right)]
    for node in nodes:
        sign, parts = "&", []
        if isinstance(node, ast.BoolOp):
            sign, parts = "&" if isinstance(node.op, ast.And) else "|", node.values
            if any(map(_is_number, parts)) or (node in added and any(map(_has_a_name, parts))):
                return NO_QUESTIONS
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.BinOp) and not _joins(side) for side in sides[1:-1]):
                return A_CHAIN
            parts = [ast.Compare(a, [op], [b]) for a, op, b in zip(sides, node.ops, sides[1:], strict=False)]
        if parts:
            return TWO_QUESTIONS.format(
                "`" + f" {sign} ".join(f"({ast.unparse(_EntryByEntry().visit(part))})" for part in parts) + "`"
            )
    return None


def _first_line(message):
    """Of a message that goes on, as NumPy's do, what fits into a sentence."""
    line = (message.splitlines() or ["without a message"])[0].rstrip(".: ")
    line = re.sub(r", with gufunc signature \S+", "", line)  # NumPy's own notation, and long
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE].rsplit(' ', 1)[0]} …"


def _words_of(error):
    try:
        return str(error).strip().rstrip(".")
    except Exception:  # an exception of the reader's own, that stumbles itself
        return ""


def _values(result, keys):
    """What was returned, as a number or an array for each name."""
    if keys == [""]:
        return {"": as_array(result)}
    if result is ...:
        return dict.fromkeys(keys, ...)
    if isinstance(result, (tuple, list)) and len(result) == len(keys):
        result = dict(zip(keys, result, strict=False))
    if not isinstance(result, dict):
        if result is None:
            return as_array(None)
        return Trouble("kind", f"It returns {kind_of(result)}. Wanted is a dictionary with {listed(keys)}.")
    if absent := [key for key in keys if key not in result]:
        return Trouble("kind", f"It returns a dictionary without {listed(absent)}.")
    return {key: as_array(result[key], f"`{key}` is") for key in keys}


NOTHING = "is the `return` missing, is there nothing behind it, or is what stands behind it still None?"
NOTHING_INSIDE = "has a function that fills it no `return`, or not on each of its ways?"


def as_array(value, it="It returns"):
    """A number or an array of floats, three dots, or the trouble with it."""
    if value is ...:
        return ...
    if value is None:
        asked = f": {NOTHING}" if it == "It returns" else "."
        return Trouble("none", f"{it} None{asked}")
    if open_places(value):
        return Trouble("open", "There are three dots left in a list.")
    if isinstance(value, types.GeneratorType):
        return Trouble("kind", f"{it} a generator: it would give its values one after the other. Wanted is an array.")
    try:
        if is_masked(value):
            words = "a masked array" if isinstance(value, np.ma.MaskedArray) else f"{kind_of(value)} with a mask in it"
            return Trouble("kind", f"{it} {words}. Wanted is a number or an array of numbers.")
        array = np.asarray(value)
        if array.dtype == object and any(entry is None for entry in array.flat):
            return Trouble("none", f"{it} {kind_of(value)} with None in it: {NOTHING_INSIDE}")
        if array.dtype == object and not isinstance(value, (dict, set, frozenset)):
            array = array.astype(np.float64)  # whole numbers of any size, fractions
    except Exception:  # also whatever a stranger's object says when it is asked for its numbers
        if isinstance(value, int):
            return Trouble("kind", f"{it} a number that is too large for float64.")
        if it == "It returns" and isinstance(value, tuple) and any(isinstance(entry, np.ndarray) for entry in value):
            return Trouble("kind", f"{it} a tuple of {len(value)}. Wanted is one array, or one number.")
        if isinstance(value, (list, tuple, np.ndarray)):
            return Trouble("kind", f"{it} {kind_of(value)} {_trouble_inside(value)}. Wanted are numbers.")
        array = np.asarray(None)
    if array.dtype.kind in "US" and isinstance(value, (list, tuple, np.ndarray)):
        return Trouble("kind", f"{it} {kind_of(value)} with text in it. Wanted are numbers, or True and False.")
    if array.dtype.kind not in "fiub":
        return Trouble("kind", f"{it} {kind_of(value)}. Wanted is a number or an array of numbers.")
    return array.astype(np.float64)


def _trouble_inside(value):
    """What is in a list that is no array of numbers."""
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist()
    if len({isinstance(entry, np.ndarray) for entry in value}) > 1:
        return "with numbers and arrays in it"
    kinds = {kind_of(entry) for entry in value if not isinstance(entry, (list, tuple, np.ndarray))} - {"one number"}
    return f"with {sorted(kinds)[0]} in it" if kinds else "with rows of different lengths"
