r"""Declaring: what the symbols of a formula mean.

p = real(0, 1)              a random number
x = vector("in")            a random column, its length a random size called "in"
W = matrix("out", "in")     different names are always different sizes, so that a forgotten transpose shows
X = matrix(5, 2)            sizes that the text gives
y = vector("N", values=(0, 1))      each entry one of these
y = one_of(-1, 1)           a number, one of these
N = size("N")               the size itself, as a number
n = index("N")              an index that runs up to this size: a claim with a free index is tried for each value
L = some_function_of("z")   a smooth number that depends on every entry of z: for results that hold for any loss
b = vector("out", added_to_rows=True)      a column that Z + b adds to each row of Z, as NumPy does
z = define("W x + b")       in TeX, read by this same package
\sigma(z) = define(...)     a function; `\sigma'` and `\frac{d\sigma}{dz}` then need no declaration
\ell_n = define(...)        one number (or column) for each value of the index n
"""

import dataclasses

from .arrays import array, mp
from .tex import CONSTANTS, Node, Reader, Unreadable, canonical, children, tokenize


@dataclasses.dataclass(frozen=True)
class Random:
    """A symbol with random values: a number (no shape) or an array of rows and columns."""

    low: float = -2
    high: float = 2
    shape: tuple = ()
    values: tuple = ()  # if given, one of these instead of a number between low and high
    added_to_rows: bool = False  # a column that `Z + b` adds to each row of Z

    def draw(self, rng, sizes):
        """Return a value; never one within 3 % of the ends of the interval."""

        def number():
            if self.values:
                return mp.mpf(rng.choice(self.values))
            return mp.mpf(self.low) + mp.mpf(self.high - self.low) * rng.randint(30_000, 970_000) / 1_000_000

        if not self.shape:
            return number()
        rows, columns = (sizes.get(name, name) for name in self.shape)
        return array([[number() for _ in range(columns)] for _ in range(rows)])


@dataclasses.dataclass(frozen=True)
class Size:
    """The number that `vector(name)`, `matrix(..., name)` and `index(name)` share."""

    name: str | int  # a number: the size itself


@dataclasses.dataclass(frozen=True)
class Index:
    """A symbol that runs from 1 to a size. A claim with a free index is evaluated for each of its values."""

    name: str | int


@dataclasses.dataclass(frozen=True)
class Definition:
    """A symbol, function or family given by a formula in TeX."""

    tex: str


@dataclasses.dataclass(frozen=True)
class SomeFunction:
    """A smooth number that depends on every entry of the named symbols in a different way."""

    names: tuple


size, index, define = Size, Index, Definition


def real(low=-2, high=2):
    """A random number between low and high."""
    return Random(low, high)


def one_of(*values):
    """A random choice among a few numbers."""
    return Random(values=values)


def vector(size, low=-2, high=2, values=(), added_to_rows=False):
    """A random column. With `added_to_rows`, `Z + b` adds it to each row of Z, as NumPy does with a bias."""
    return Random(low, high, (size, 1), tuple(values), added_to_rows)


def matrix(rows, columns, low=-2, high=2, values=()):
    """A random matrix."""
    return Random(low, high, (rows, columns), tuple(values))


def some_function_of(*names):
    """Any smooth scalar function of the named symbols: for results that hold for every loss."""
    return SomeFunction(names)


class Scope:
    """The declarations that hold for one display: dictionaries, of which the later ones replace symbols of the earlier ones.

    A key is a symbol, a function `f(x)` or a family `x_n`, in TeX.
    """

    def __init__(self, *dictionaries):
        self.declared, self.params, self.family, self.keys = {}, {}, {}, {}
        indices = {canonical(key) for d in dictionaries for key, value in d.items() if isinstance(value, Index)}
        for dictionary in dictionaries:
            for key, declaration in dictionary.items():
                name, params, family = split_key(key, indices)
                self.declared[name], self.params[name], self.family[name] = declaration, params, family
                self.keys[name] = key
        self._depends, self._open, self._trees = {}, [], {}

    def __contains__(self, name):
        return name in self.declared

    def is_function(self, name):
        return bool(self.params.get(name))

    def is_index(self, name):
        return isinstance(self.declared.get(name), Index)

    def is_random(self, name):
        return isinstance(self.declared.get(name), Random)

    def is_defined(self, name):
        return isinstance(self.declared.get(name), (Definition, SomeFunction))

    def tree(self, name):
        """The definition of a symbol, read once."""
        if name not in self._trees:
            declaration = self.declared[name]
            if isinstance(declaration, SomeFunction):
                self._trees[name] = Node("some", tuple(Node("symbol", (canonical(n),)) for n in declaration.names))
                return self._trees[name]
            bound = [*self.params[name], *filter(None, [self.family[name]])]
            try:
                self._trees[name] = Reader(tokenize(declaration.tex), self, bound).whole()
            except Unreadable as problem:
                raise Unreadable(f"in the declaration of {name}: {problem}") from None
        return self._trees[name]

    def depends(self, name):
        """The names on which the value of a symbol depends, at whatever distance; itself included."""
        if name not in self._depends:
            if name in self._open:
                raise Unreadable(f"{name} is declared by means of itself")
            self._open.append(name)
            try:
                names = self.depends_of(self.tree(name)) - {self.family[name]} if self.is_defined(name) else set()
            finally:
                self._open.pop()
            self._depends[name] = frozenset(names | {name})
        return self._depends[name]

    def depends_of(self, node):
        """The names on which the value of an expression depends."""
        names = set()
        for child in children(node):
            names |= self.depends_of(child)
        if node.kind == "symbol":
            names |= self.depends(node.parts[0])
        elif node.kind == "call":
            names |= self.depends(node.parts[0]) - set(self.params[node.parts[0]])
        elif node.kind in ("sum", "prod"):
            names.discard(node.parts[0])
        return names

    def meaning(self, name):
        r"""What a declared symbol stands for, in words: `s is \sigma(z)`."""
        declaration = self.declared[name]
        if isinstance(declaration, Definition):
            meaning = declaration.tex
        elif isinstance(declaration, SomeFunction):
            meaning = f"some function of {', '.join(declaration.names)}"
        elif isinstance(declaration, (Size, Index)):
            meaning = ("a size, " if isinstance(declaration, Size) else "an index up to ") + str(declaration.name)
        else:
            kind = "a number" if not declaration.shape else "a column" if declaration.shape[1] == 1 else "a matrix"
            values = " or ".join(map(str, declaration.values)) or f"between {declaration.low} and {declaration.high}"
            meaning = f"{kind}, {values}"
        return f"{self.keys[name]} is {meaning.strip()}"

    def free_indices(self, node):
        """The indices of an expression that no sum binds."""
        found = set().union(*map(self.free_indices, children(node)))
        if node.kind == "symbol" and self.is_index(node.parts[0]):
            found.add(node.parts[0])
        return found - {node.parts[0]} if node.kind in ("sum", "prod") else found

    def sizes(self, names):
        """The names of the sizes of these symbols."""
        declared = [self.declared.get(n) for name in names for n in (name, self.family.get(name))]
        sizes = {size for d in declared for size in getattr(d, "shape", ())}
        sizes |= {d.name for d in declared if isinstance(d, (Size, Index))}
        return sorted(size for size in sizes if isinstance(size, str))

    def is_fixed(self, name):
        """Whether a symbol has a value that is known here: nothing goes into it that is drawn from several values."""
        if isinstance(self.declared.get(name), (Size, Index)):
            return isinstance(self.declared[name].name, int)
        declared = [self.declared.get(n) for n in self.depends(name) if n in self or n not in CONSTANTS]
        return all(
            isinstance(d, (Definition, Size, Index)) or (isinstance(d, Random) and len(d.values) == 1) for d in declared
        )


def split_key(key, indices):
    """Split the key of a declaration into name, parameters of a function and index of a family."""
    texts = [token.text for token in tokenize(key)]
    if "(" in texts:
        at = texts.index("(")
        return canonical("".join(texts[:at])), tuple("".join(texts[at + 1 : -1]).split(",")), None
    name = canonical(key)
    base, _, subscript = name.partition("_")
    return (base, (), subscript) if subscript in indices else (name, (), None)
