"""Plant one small bug at a time in the helpers, and see whether a unit test notices.

    python -m tests.scripts.mutate_helpers                      all files
    python -m tests.scripts.mutate_helpers layers networks      those whose name contains a word
    python -m tests.scripts.mutate_helpers --list figures       only print the mutants
    python -m tests.scripts.mutate_helpers --every=20           a quick look: one mutant out of twenty
    python -m tests.scripts.mutate_helpers figures --lines=1-425     a part of a long run: changes in these lines

A sign, an operator or a comparison is turned round, a number changed, a transpose, a check, a statement or an
argument left out, two arguments swapped, an axis changed ... Each mutant meets the unit tests of its file, without
notebooks and without PyTorch or scikit-learn, in a temporary copy of the repository. A change in a function meets only
the tests that run this function, for no other can notice it: which those are is found out first. The mutants that no
test notices are printed, and those that ``equivalent_mutants.txt`` does not explain make the command fail, and so does
an explained one that is killed or gone. It needs a system that can fork (Linux, macOS) and takes some hours, most of
them for the figures; it is for maintainers and not part of pytest.
"""

import ast
import collections
import concurrent.futures
import difflib
import importlib
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import time

from tests.checking.surroundings import settle

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPLAINED = pathlib.Path(__file__).with_name("equivalent_mutants.txt")
PROCESSES = 2

# Which tests see a file: those of the first list come first, and the second list is asked only if they see nothing.
# The README's picture, which sees whatever moves, is compared only by the Matplotlib of figure_versions.json.
TESTS = {
    "arguments": (["arguments", "strange_inputs"], ["layers", "networks", "training", "gradient_check", "datasets"]),
    "datasets": (["datasets", "arguments"], ["scikit_learn", "tutorials"]),
    "figures": (
        ["drawings", "figures"],
        ["strange_inputs", "palette", "readme::test_the_picture_is_what_is_drawn_today"],
    ),
    "functions": (["functions"], ["arguments", "gradient_check", "figures"]),
    "gradient_check": (["results", "gradient_check", "functions"], ["arguments", "networks"]),
    "layers": (["results", "layers"], ["arguments", "networks"]),
    "networks": (["results", "networks"], ["training", "arguments", "gradient_check", "tutorials"]),
    "tables": (["tables"], []),
    "training": (["results", "training"], ["networks", "functions", "arguments", "tutorials"]),
    "__init__": (["import"], []),
}
REFERENCES = "not pytorchs and not scikit_learn"  # the other tests have to suffice
PRELOADED = "numpy pytest hypothesis.extra.numpy mpmath nbclient nbformat ipywidgets IPython.display matplotlib.pyplot"
PATIENCE = 120  # seconds; a mutant that takes longer runs forever
COLLECTION = "before the first test"


# ------------------------------------------------------------------------------------------------------------- mutants

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Mult],
    ast.Mod: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
PAIRS = """
    max min, maximum minimum, argmax argmin, any all, sum mean, zeros ones, empty_like ones_like, log log1p, exp log,
    width height, x0 x1, y0 y1, xlim ylim, rows columns, start end,
    FORWARD GRADIENT, CLASS_0 CLASS_1, WRONG SECOND, MUTED FORWARD
"""
NAMES = collections.defaultdict(list)
for pair in PAIRS.split(","):
    one, other = pair.split()
    NAMES[one].append(other)
    NAMES[other].append(one)
# Keywords that only the eye can judge, and with them, in figures.py, all numbers but 0, 1/2, 1 and 2: the committed
# pictures hold them, pixel by pixel.
LOOKS = {"fontsize", "fontweight", "linewidth", "linewidths", "markersize", "markeredgewidth", "s", "alpha", "zorder"}
LOOKS |= {"boxstyle", "layout", "style"}
DROPPED = ("copy", "astype", "ravel", "reshape", "items", "replace")  # x.copy() becomes x


def mutants(source, without_looks=False):
    """Yield (line, source) of every mutant of a module."""
    tree = ast.parse(source)
    skipped = strictness_of(tree) | (looks_of(tree) if without_looks else set())
    for parent, field, index, node in places(tree):
        if node in skipped:
            continue
        for new in alternatives(node, field, skipped):
            put(parent, field, index, new)
            yield node.lineno, ast.unparse(ast.fix_missing_locations(tree))
            put(parent, field, index, node)


def strictness_of(tree):
    """The ``strict=True`` of each zip: it states that the lengths are the same, which was looked at before."""
    strict = {node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "strict"}
    return strict | {node.value for node in strict}


def looks_of(tree):
    """The nodes that say what a drawing looks like, not what it says."""
    looks = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in LOOKS:
            looks |= {node, *ast.walk(node.value)}
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in LOOKS:
                    looks |= {key, *ast.walk(value)}
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 0.5, 1, 2):
            looks.add(node)
    return looks


def places(node):
    """Yield (parent, field, index, node) for all below ``node`` but annotations, docstrings and imports."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "targets") and not isinstance(node, ast.Delete):
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, (ast.Import, ast.ImportFrom)) or not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if hasattr(child, "lineno"):
                yield node, field, index if isinstance(value, list) else None, child
            yield from places(child)


def put(parent, field, index, node):
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def changed(node, **fields):
    """A copy of ``node`` with other fields."""
    new = type(node)(**{**dict(ast.iter_fields(node)), **fields})
    return ast.copy_location(new, node)


def alternatives(node, field, skipped=()):
    """Yield what may stand in the place of ``node``."""
    match node:
        case ast.BinOp(op=ast.MatMult()):
            yield changed(node, left=node.right, right=node.left)
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            for op in OPERATORS[type(node.op)]:
                yield changed(node, op=op())
        case ast.UnaryOp():
            yield node.operand
        case ast.Compare():
            for i, op in enumerate(node.ops):
                for other in OPERATORS[type(op)]:
                    yield changed(node, ops=[*node.ops[:i], other(), *node.ops[i + 1 :]])
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case ast.Constant(value=float()):
            yield ast.Constant(node.value * 2 or 1.0)
            yield ast.Constant(node.value / 2 or -1.0)
        case ast.Constant(value=str()) if node.value.strip():
            yield ast.Constant("")
        case ast.Attribute(attr="T"):
            yield node.value
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.With():
            yield ast.If(test=ast.Constant(True), body=node.body, orelse=[])
        case ast.Slice():
            for bound in ("lower", "upper", "step"):
                if getattr(node, bound):
                    yield changed(node, **{bound: None})
        case ast.FormattedValue() if node.conversion != -1:
            yield changed(node, conversion=-1)
        case ast.Return() if node.value:
            yield ast.Return(ast.Constant(None))
        case ast.If():
            yield changed(node, test=ast.Constant(True))
            if node.orelse or not isinstance(node.body[0], ast.Raise):
                yield changed(node, test=ast.Constant(False))

    if isinstance(node, (ast.Raise, ast.Assign, ast.AugAssign)) or (isinstance(node, ast.Expr) and field == "body"):
        yield ast.Pass()
    if isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield changed(node, values=rest) if len(rest) > 1 else rest[0]
    if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
        key = "id" if isinstance(node, ast.Name) else "attr"
        for other in NAMES.get(getattr(node, key), []):
            yield changed(node, **{key: other})
    if isinstance(node, ast.Call):
        for i in range(len(node.args) - 1):
            yield changed(node, args=[*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]])
        for i, keyword in enumerate(node.keywords):
            if keyword not in skipped:
                yield changed(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
        if isinstance(node.func, ast.Attribute) and node.func.attr in DROPPED:
            yield node.func.value
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        for i in range(len(node.decorator_list)):
            yield changed(node, decorator_list=node.decorator_list[:i] + node.decorator_list[i + 1 :])
    if isinstance(node, (ast.Tuple, ast.List)) and field == "iter":
        yield changed(node, elts=node.elts[:-1])
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        for i, loop in enumerate(node.generators):
            if loop.ifs:
                loops = [*node.generators[:i], changed(loop, ifs=[]), *node.generators[i + 1 :]]
                yield changed(node, generators=loops)


def difference(before, after):
    """The changed lines of two sources, behind the name of their function."""
    before, after = before.splitlines(), after.splitlines()
    lines = zip(before, after, strict=False)
    first = next((i for i, (one, other) in enumerate(lines) if one != other), min(len(before), len(after)))
    names, indent = [], len(before[first]) - len(before[first].lstrip())
    for line in reversed(before[:first]):
        here = len(line) - len(line.lstrip())
        if line.strip() and here < indent:
            indent = here
            if line.split()[0] in ("def", "class"):
                names.append(re.findall(r"\w+", line)[1])
    lines = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            lines += [f"- {line.strip()}" for line in before[a:b]] + [f"+ {line.strip()}" for line in after[c:d]]
    return ": ".join([".".join(reversed(names)), "  ".join(lines)])


# --------------------------------------------------------------------------------------------------------------- tests


def copy_of_the_repository(folder):
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.ipynb")
    for name in ("helpers", "tests", "notebooks", ".github"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    return folder


def lines_of_the_function(source, line):
    """The first and the last line of the function or method that holds a line; None outside of all functions.

    What decorates a function may act where the function itself is not run: that is outside, too.
    """
    for node in ast.walk(ast.parse(source)):  # from the outside inwards
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if first <= line <= node.end_lineno:
                return None if node.decorator_list and line <= node.lineno else (first, node.end_lineno)
    return None


def passes(folder, names, measure=False, changed=None):
    """Whether the tests with these names pass in a fork of this process, in which helpers are not imported yet.

    ``changed``: (file, first line, last line) of the function in which something is changed.
    """
    files = []
    for name in names:
        file, *test = name.split("::")
        (path,) = folder.glob(f"tests/*/test_{file}.py")
        files.append("::".join([str(path), *test]))
    process = os.fork()
    if not process:
        try:
            os.setpgid(0, 0)
            os._exit(run_pytest(folder, files, measure, changed))
        finally:  # whatever went wrong: this process has no business outside
            os._exit(1)
    end = time.monotonic() + (10 if measure else 1) * PATIENCE  # what watches every call takes its time
    pause = 0.005
    while True:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return status == 0
        if time.monotonic() > end:
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return False
        time.sleep(pause)


class Notes:
    """What is known of each test: how long it takes, and which functions of the helpers it runs, by first line."""

    def __init__(self, folder):
        self.file, self.helpers = folder / "notes.json", f"{folder}{os.sep}helpers{os.sep}"
        notes = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else [{}, {}]
        self.seconds, self.ran = notes
        self.running = self.ran.setdefault(COLLECTION, [])

    def save(self):
        self.file.write_text(json.dumps([self.seconds, self.ran]), encoding="utf-8")

    def profile(self, frame, event, _):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(self.helpers):
            place = [pathlib.Path(code.co_filename).stem, code.co_firstlineno]
            if place not in self.running:
                self.running.append(place)

    def may_notice(self, test, changed):
        """Whether a test runs the changed function, or what it runs is not known: in a process of its own, perhaps."""
        if changed is None or not self.ran.get(test) or self._runs(COLLECTION, changed):
            return True
        return self._runs(test, changed)

    def _runs(self, test, changed):
        file, first, last = changed
        return any(stem == file and first <= line <= last for stem, line in self.ran[test])


def run_pytest(folder, files, measure, changed):
    import hypothesis
    import pytest

    notes = Notes(folder)

    class QuickTestsFirst:
        def pytest_collection_modifyitems(self, items):
            items[:] = [item for item in items if notes.may_notice(item.nodeid, changed)]
            items.sort(key=lambda item: notes.seconds.get(item.nodeid, 0))

        def pytest_runtest_logstart(self, nodeid):
            notes.running = notes.ran.setdefault(nodeid, [])
            if measure:
                sys.setprofile(notes.profile)  # anew: a test before may have let another one in

        def pytest_runtest_logreport(self, report):
            notes.seconds[report.nodeid] = notes.seconds.get(report.nodeid, 0) + report.duration

        def pytest_sessionstart(self):  # a failure is enough, it need not be small
            phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
            hypothesis.settings.register_profile("mutants", hypothesis.settings(), phases=phases)
            hypothesis.settings.load_profile("mutants")

    sys.dont_write_bytecode = not measure
    os.environ |= {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "" if measure else "1"}
    sys.path[:] = [str(folder), *(path for path in sys.path if pathlib.Path(path or ".").resolve() != ROOT)]
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]  # those of the repository: here its copy is meant
    os.chdir(folder)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    options = [
        "-x",
        "-q",
        "--tb=no",
        "--assert=plain",
        "-o",
        "addopts=",
        "-o",
        "empty_parameter_set_mark=skip",  # the copy has no notebooks
        "-p",
        "no:nbval",
        "-p",
        "no:cacheprovider",
        "-k",
        REFERENCES,
    ]
    if measure:
        sys.setprofile(notes.profile)
    code = pytest.main([*options, *files], plugins=[QuickTestsFirst()])
    if measure:
        sys.setprofile(None)
        notes.save()
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED and changed else int(code)


def survives(folder, name, line, source):
    """Whether no test notices that this is the source of a helper, changed in this line."""
    file = folder / "helpers" / f"{name}.py"
    original = file.read_text(encoding="utf-8")
    lines = lines_of_the_function(original, line)
    file.write_text(source, encoding="utf-8")
    try:
        return all(passes(folder, names, changed=lines and (name, *lines)) for names in TESTS[name] if names)
    finally:
        file.write_text(original, encoding="utf-8")


def worker(folder, work):
    """Judge every mutant of a list, in a process of its own."""
    folder = copy_of_the_repository(pathlib.Path(folder))
    for module in PRELOADED.split():
        importlib.import_module(module)
    used = sorted({name for name, *_ in work})
    for name in used:
        for names in TESTS[name]:
            if names and not passes(folder, names, measure=True):
                raise SystemExit(f"The tests {names} fail without any mutation.")
    shutil.rmtree(folder / "helpers" / "__pycache__", ignore_errors=True)
    alive = []
    for name, line, text, source in work:
        if survives(folder, name, line, source):
            alive.append((name, line, text))
            print(f"helpers/{name}.py, line {line}: {text}", flush=True)
    return alive


def explanations():
    """mutant: reason. In the file, a reason stands in brackets, above the mutants that it explains."""
    reason, result = None, {}
    for line in EXPLAINED.read_text(encoding="utf-8").splitlines() if EXPLAINED.exists() else []:
        if line.startswith("["):
            reason = line.strip("[]")
        elif line.strip():
            result[line.strip()] = reason
    return result


def main(words):
    """Print the survivors and how many there were; return whether each is explained."""
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[variable] = "1"
    settle()  # for all mutants: a process that ends in the middle clears nothing away
    files = [path for path in sorted((ROOT / "helpers").glob("*.py"))]
    wanted = [word for word in words if not word.startswith("-")]
    work = []
    for path in files:
        if wanted and not any(word in path.stem for word in wanted):
            continue
        source = path.read_text(encoding="utf-8")
        plain, seen = ast.unparse(ast.parse(source)), set()
        for line, mutant in mutants(source, without_looks=path.stem == "figures"):
            if mutant != plain and mutant not in seen:
                seen.add(mutant)
                work.append((path.stem, line, difference(plain, mutant), mutant))
    options = dict(word.split("=") for word in words if "=" in word)
    first, last = map(int, options.get("--lines", f"1-{sys.maxsize}").split("-"))
    work = [mutant for mutant in work if first <= mutant[1] <= last][:: int(options.get("--every", 1))]
    if "--list" in words:
        for name, line, text, _ in work:
            print(f"helpers/{name}.py, line {line}: {text}")
        print(collections.Counter(name for name, *_ in work))
        return True

    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ProcessPoolExecutor(PROCESSES) as pool:
        parts = [work[i::PROCESSES] for i in range(PROCESSES)]
        jobs = [pool.submit(worker, f"{folder}/{i}", part) for i, part in enumerate(parts)]
        alive = list(itertools.chain.from_iterable(job.result() for job in jobs))

    known = explanations()
    new = [(name, line, text) for name, line, text in alive if f"{name}.py: {text}" not in known]
    found = {f"{name}.py: {text}" for name, _, text in alive}
    tried = {name for name, *_ in work}
    whole = not options
    gone = [text for text in known if whole and text.split(".py: ")[0] in tried and text not in found]
    total, survived = collections.Counter(name for name, *_ in work), collections.Counter(name for name, *_ in alive)
    print("\nhelpers/            mutants   killed   alive, explained   alive, unexplained")
    for name in total:
        bad = sum(one == name for one, *_ in new)
        print(f"{name + '.py':20}{total[name]:7}{total[name] - survived[name]:9}{survived[name] - bad:19}{bad:21}")
    print(f"{len(work)} mutants in {time.monotonic() - start:.0f} s")
    for text in gone:
        print(f"EXPLAINED, but killed or gone: {text}")
    for name, line, text in sorted(new):
        print(f"UNEXPLAINED helpers/{name}.py, line {line}\n    {name}.py: {text}")
    return not new and not gone


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
