r"""Reading: TeX becomes tokens, and tokens become a tree.

The language is small. What lies outside of it, or could be meant in two ways, is `Unreadable`, never a guess:

    a b, a \cdot b, \frac{a}{b}, a / b      products and quotients; after the slash, one factor
    A \odot B                               elementwise product, weaker than a product
    x_i, W_{ij}, W_{1,ij}                   entries; the last one of W_1
    x^2, x^\top, |x|, \|x\|, \langle x, y \rangle, \delta_{ij}, (1, 2, 3)
    f(x), f'(x), \log x, \log(1 - x)        an argument without brackets is one factor, the last one of its product
    \frac{dL}{dz}, \frac{d}{dz} (...), \frac{\partial^2 L}{\partial x_i \partial x_j}, \nabla f(x)
    dL/dz, \partial L / \partial x_i        one symbol by another; a factor behind it needs a dot
    \log_2 x                                the logarithm to another base
    \sum_{n=1}^{N}, \sum_n, \prod_n, \lim_{h \to 0}, O(h^2), [z > 0], \begin{cases} ... \end{cases}
    e, \pi, \mathrm{i}                      the constants
    \boxed{...}                             is looked through
    \\[6pt]                                 ends a row as \\ does

Whoever writes a formula reads what is said about it here. So a command that many would write has a sentence of its own
in `INSTEAD`, and only what one can declare is called "not declared".
"""

import dataclasses
import re
from typing import NamedTuple


class Unreadable(ValueError):
    """TeX outside of the small language that is understood here."""


class Undeclared(Unreadable):
    """A symbol, function or word that could be declared in symbols/, and is not."""


class Token(NamedTuple):
    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class Node:
    """A piece of a formula: what it is, what it consists of, and where it stands in the text."""

    kind: str
    parts: tuple
    span: tuple = dataclasses.field(default=(0, 0), compare=False)


def children(node):
    """The nodes directly below a node."""
    parts = list(node.parts)
    while parts:
        part = parts.pop()
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            parts.extend(part)


def descendants(node):
    """A node and all nodes below it."""
    yield node
    for child in children(node):
        yield from descendants(child)


# --- tokens ----------------------------------------------------------------------------------------------------------

RELATIONS = ("=", r"\approx", "<", ">", r"\le", r"\ge", r"\ne")
_TOKEN = re.compile(
    r"""
      (?P<space>   \s+ | ~ | \\[,;:!\ ] )
    | (?P<row>     \\\\\[\d+(?:\.\d+)?(?:pt|em|ex)\] )
    | (?P<font>    \\(?:text|mathrm|operatorname) )\s*\{(?P<inside>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}
    | (?P<accent>  \\(?:hat|bar|tilde|vec|mathbf|mathbb|mathcal) )(?![A-Za-z])\s*
                   (?P<brace>\{\s*)?(?P<letter>\\[A-Za-z]+|[A-Za-z0-9])(?(brace)\s*\})
    | (?P<size>    \\left|\\right|\\[bB]igg?[lrm]? )(?![A-Za-z])\s*(?P<delimiter>\\[A-Za-z]+|\\.|.)
    | (?P<other>   \\(?:begin|end)\{[A-Za-z]+\*?\} | \d+(?:\.\d+)? | \\[A-Za-z]+ | \\. | . )
    """,
    re.VERBOSE,
)
LINES = r"write several lines as \begin{aligned} ... \end{aligned}, between $$ and $$"
_NO_NUMBER = "lines have no numbers and no labels here: leave it out"
_IN_WORDS = r"say it in words, in \text{...} or outside of the formula"
_IN_REASON = r"write the formula without it, and say the rest in the reason, behind &&"
_WRITTEN_OUT = r"write the terms out, or \sum_{n=1}^{N}"
INSTEAD = {
    r"\ln": r"write \log",
    r"\lg": r"write \log_2 or \log_{10}",
    **dict.fromkeys((r"\tag", r"\label", r"\nonumber", r"\notag", r"\eqref", r"\ref"), _NO_NUMBER),
    **dict.fromkeys((r"\forall", r"\exists", r"\in", r"\notin", r"\subset", r"\subseteq", r"\therefore"), _IN_WORDS),
    **dict.fromkeys((r"\mathbb{R}", r"\mathbb{N}", r"\mathbb{Z}", r"\mathbb{Q}", r"\mathbb{C}", r"\infty"), _IN_WORDS),
    **dict.fromkeys((r"\to", r"\mapsto", r"\propto", r"\sim", r"\simeq", r"\cong", r"\ll", r"\gg", r"\not"), _IN_WORDS),
    **dict.fromkeys((r"\underbrace", r"\overbrace", r"\underset", r"\overset", r"\stackrel", r"\cancel"), _IN_REASON),
    **dict.fromkeys((r"\color", r"\textcolor", r"\phantom", r"\substack", r"\intertext", r"\tiny"), _IN_REASON),
    **dict.fromkeys((r"\dots", r"\ldots", r"\cdots", r"\vdots"), _WRITTEN_OUT),
    **dict.fromkeys((r"\dot", r"\ddot"), r"write a derivative as f'(x) or \frac{df}{dx}"),
    **dict.fromkeys((r"\hat", r"\bar", r"\tilde", r"\vec", r"\mathbf", r"\mathbb", r"\mathcal"), "it takes one letter"),
    **dict.fromkeys((r"\Leftrightarrow", r"\Longleftrightarrow"), r"write \iff"),
    **dict.fromkeys((r"\Longrightarrow", r"\rightarrow", r"\longrightarrow"), r"write \implies"),
    **dict.fromkeys((r"\equiv", r"\triangleq", r"\coloneqq", ":"), "write ="),
    **dict.fromkeys((r"\pm", r"\mp"), "write two lines, one for each sign"),
    **dict.fromkeys((r"\circ", r"\ast", r"\star", "*"), r"write \cdot for a product, \odot for an elementwise one"),
    r"\otimes": r"write x y^\top for an outer product",
    r"\int": "integrals are not understood; list the line in unchecked_derivations, with the reason",
    r"\binom": "binomials are not understood",
    r"\text": r"the braces of \text{...} are missing, or not closed",
    r"\boxed": r"the braces of \boxed{...} are missing, or not closed",
    "&": "a formula has no columns: && stands once in a line, before its reason",
}
_LETTER = re.compile(
    r"""[A-Za-z] | \\[a-z]+\{.*\} | \\( alpha|beta|gamma|delta|(var)?epsilon|zeta|eta|(var)?theta|iota|kappa|lambda|mu|nu|xi
        |(var)?pi|(var)?rho|(var)?sigma|tau|upsilon|(var)?phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon
        |Phi|Psi|Omega|ell|hbar )""",
    re.VERBOSE,
)
_MATRICES = ("array", "matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "Bmatrix", "smallmatrix")
_SYNONYMS = {
    r"\leq": r"\le", r"\geq": r"\ge", r"\neq": r"\ne", r"\lt": "<", r"\gt": ">",
    r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\qquad": r"\quad",
    r"\iff": r"\quad", r"\implies": r"\quad", r"\Rightarrow": r"\quad",
}  # fmt: skip


def tokenize(tex):
    """Split TeX into tokens: one for each number, command, letter, accented letter and piece of text."""
    tokens = []
    for match in _TOKEN.finditer(tex):
        if match["space"]:
            continue
        text = match["other"]
        if match["row"]:
            text = r"\\"
        elif match["font"]:
            inside = match["inside"].strip()
            is_letter = len(inside) == 1 and inside.isalpha()
            text = inside if is_letter else rf"\text{{{inside}}}"
            if match["font"] == r"\mathrm" and inside == "i":
                text = r"\mathrm{i}"
        elif match["accent"]:
            text = f"{match['accent']}{{{match['letter']}}}"
        elif match["size"]:
            text = match["delimiter"]
            if text == "|":
                text = {"t": r"\rvert", "r": r"\rvert", "l": r"\lvert"}.get(match["size"][-1], "|")
                text = r"\lvert" if match["size"] == r"\left" else text
        tokens.append(Token(_SYNONYMS.get(text, text), match.start(), match.end()))
    return without_boxes(tokens)


def without_boxes(tokens):
    r"""Tokens without \boxed. Of a box with something beside it the braces stay: 2 \boxed{a + b} is 2 (a + b)."""
    for first in reversed([at for at, token in enumerate(tokens) if token.text == r"\boxed"]):
        last = closing_brace(tokens, first + 1)
        if last is None:
            continue
        before, after = tokens[first - 1].text if first else "", tokens[last + 1].text if tokens[last + 1 :] else ""
        inside = tokens[first + 2 : last] if is_edge(before) and is_edge(after) else tokens[first + 1 : last + 1]
        tokens = tokens[:first] + inside + tokens[last + 1 :]
    return tokens


def closing_brace(tokens, first):
    """Where the brace closes that opens at a place; None if none does."""
    depth = 0
    for at in range(first, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[at].text, 0)
        if depth == 0:
            return at if at > first else None
    return None


def is_edge(text):
    """Whether a whole side of a relation, or a whole line, begins or ends at a token."""
    return text in ("", "&", r"\\", r"\quad", ",", ";", ".", *RELATIONS) or text.startswith(
        (r"\text{", r"\begin{", r"\end{")
    )


def canonical(tex):
    r"""One spelling for a name: `\hat y` and `\hat{y}` are the same, and so are `L_\text{mean}` and `L_{\text{mean}}`."""
    return "".join(token.text for token in tokenize(tex) if token.text not in "{}")


def split(tokens, *separators):
    """Split tokens where one of the separators stands outside of all brackets and environments."""
    pieces, depth = [[]], 0
    for token in tokens:
        text = token.text
        if text in ("(", "[", "{", r"\langle") or text.startswith(r"\begin{"):
            depth += 1
        elif text in (")", "]", "}", r"\rangle") or text.startswith(r"\end{"):
            depth -= 1
        if text in separators and depth == 0:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


# --- trees -----------------------------------------------------------------------------------------------------------

OTHER_RELATIONS = (r"\equiv", r"\sim", r"\simeq", r"\cong", r"\propto", r"\ll", r"\gg", r"\not")  # not understood
FUNCTIONS = (r"\log", r"\exp", r"\sin", r"\cos", r"\sinh", r"\cosh", r"\tanh", r"\max", r"\min", r"\text{Im}")
CONSTANTS = ("e", r"\pi", r"\mathrm{i}")
_PAIRS = {"(": ")", "[": "]", r"\langle": r"\rangle", "|": "|", r"\lvert": r"\rvert", r"\|": r"\|"}
_BEFORE_TUPLE = ("", "(", r"\langle", ",", "+", "-", r"\cdot", *RELATIONS)
_STOP = (
    "", ")", "]", "}", r"\rvert", r"\rangle", "+", "-", ",", r"\odot", r"\cdot", r"\times", "/", r"\to", *RELATIONS
)  # fmt: skip


class Reader:
    """A recursive descent over the tokens of one formula. Every method reads one kind of phrase and returns its tree."""

    def __init__(self, tokens, scope, bound=()):
        self.tokens, self.scope, self.bound = list(tokens), scope, set(bound)
        self.at = self.bars = 0
        self.loose = ""  # why one cannot tell where the last factor ends, if so

    # moving along the tokens

    def peek(self):
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1].text if self.at <= len(self.tokens) else ""

    def expect(self, text):
        if self.peek() != text:
            raise Unreadable(f"expected {text}, found {self.peek() or 'the end'}")
        self.next()

    def node(self, first, kind, *parts):
        return Node(kind, parts, (self.tokens[first].start, self.tokens[self.at - 1].end))

    def below(self, tokens):
        """A reader for a part of this formula."""
        return Reader(tokens, self.scope, self.bound)

    def end(self):
        """Insist that nothing is left over."""
        if self.peek():
            raise not_understood(self.peek())

    def whole(self):
        """All tokens, as one expression."""
        tree = self.expression()
        self.end()
        return tree

    def argument(self):
        """The tokens that a TeX command takes: those between braces, or the next single character."""
        text = self.next()
        if text != "{":
            if text in _STOP or text in (*_PAIRS, r"\frac") or (text[0].isdigit() and len(text) > 1):
                raise Unreadable(r"braces are missing after _, ^ or a command: write \frac{z}{2}")
            return self.tokens[self.at - 1 : self.at]
        start, depth = self.at, 1
        while depth:
            text = self.next()
            if not text:
                raise Unreadable("a brace is not closed")
            depth += {"{": 1, "}": -1}.get(text, 0)
        return self.tokens[start : self.at - 1]

    def in_braces(self):
        return self.below(self.argument()).whole()

    # relations, sums, products

    def statement(self):
        """expression (relation expression)*"""
        first = self.at
        sides, relations = [self.expression()], []
        while self.peek() in RELATIONS:
            relations.append(self.next())
            sides.append(self.expression())
        return self.node(first, "statement", tuple(sides), tuple(relations))

    def expression(self):
        """[sign] term (sign term)*"""
        first, terms = self.at, []
        while not terms or self.peek() in ("+", "-"):
            sign = -1 if self.peek() == "-" else 1
            if self.peek() in ("+", "-"):
                self.next()
            terms.append((sign, self.term()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else self.node(first, "add", tuple(terms))

    def term(self):
        r"""product (\odot product)*"""
        first, left = self.at, self.product()
        while self.peek() == r"\odot":
            self.next()
            left = self.node(first, "odot", left, self.product())
        return left

    def product(self):
        """Factors side by side, or with a dot, a cross or a slash between them."""
        first, left = self.at, self.factor()
        while True:
            operator = self.peek()
            if operator in (r"\cdot", r"\times"):
                left = self.node(first, "times", self.next(), left, self.factor())
                continue
            if (operator in _STOP and operator != "/") or (self.bars and operator in ("|", r"\|")):
                return left
            if self.loose:
                raise Unreadable(f"ambiguous: brackets needed {self.loose}")
            if operator == "/":
                self.next()
                right = self.factor()
                if right.kind == "derivative" and self.loose:
                    raise Unreadable(f"ambiguous: brackets needed {self.loose}")
                left = self.node(first, "divide", left, right)
                self.loose = "after the slash"
            elif operator[0].isdigit():
                raise Unreadable(f"the number {operator} stands directly behind another factor")
            else:
                left = self.node(first, "times", "", left, self.factor())

    # factors

    def factor(self):
        """One factor with all that is attached to it."""
        first, text, loose = self.at, self.peek(), ""
        if text in (r"\sum", r"\prod"):
            tree = self.big_operator()
        elif text == r"\lim":
            tree = self.limit()
        elif text in FUNCTIONS:
            tree, loose = self.application()
        elif text == r"\frac":
            tree, loose = self.fraction()
        elif text in ("d", r"\partial") and text not in self.scope and text not in self.bound:
            tree, loose = self.slashed_derivative()
        else:
            tree = self.atom()
        if not loose:
            tree = self.attachments(first, tree)
        self.loose = loose
        return tree

    def attachments(self, first, tree):
        """Indices, powers and transposes."""
        while self.peek() in ("_", "^", "'"):
            mark = self.next()
            if mark == "'":
                raise Unreadable(r"a prime needs a function: declare it as f(x), or write \frac{d}{dx}")
            tokens = self.argument()
            if mark == "_":
                tree = self.node(first, "entry", tree, self.indices(tokens))
            elif [token.text for token in tokens] == [r"\top"]:
                tree = self.node(first, "transpose", tree)
            elif self.looks_like_transpose(tokens):
                raise Unreadable(r"a transpose is written ^\top")
            else:
                tree = self.node(first, "power", tree, self.below(tokens).whole())
        return tree

    def looks_like_transpose(self, tokens):
        """Whether an exponent is what others write for a transpose: W^T."""
        texts = [token.text for token in tokens]
        return texts in (["T"], [r"\intercal"], [r"\mathsf", "{", "T", "}"]) and "T" not in self.scope

    def indices(self, tokens):
        """The indices of an entry: letters that are indices here, or digits."""
        found = []
        for text, *span in tokens:
            if text.isdigit():
                found += [Node("number", (digit,), tuple(span)) for digit in text]
            elif text in self.bound or self.scope.is_index(text):
                found.append(Node("symbol", (text,), tuple(span)))
            elif text != ",":
                raise Unreadable(f"{text} is not an index here")
        return tuple(found)

    def application(self):
        r"""A function that needs no declaration: \log p, \log(1 - p), \log_2 p, \max(0, z)."""
        first, name = self.at, self.next()
        base = self.base() if name == r"\log" and self.peek() == "_" else ()
        if self.peek() in ("(", "["):
            arguments = self.listed(self.expression) if name in (r"\max", r"\min") else self.arguments(1)
            tree = self.node(first, "apply", name, (*arguments, *base))
            if self.peek() in ("^", "_"):
                raise Unreadable(f"ambiguous: bracket {name}(...) before raising it to a power")
            return tree, ""
        if self.peek() in (*_STOP, "^", "_"):
            raise Unreadable(f"{name} has no argument: write {name}(z), and {name}(z)^2 for its square")
        return self.node(first, "apply", name, (self.factor(), *base)), f"around the argument of {name}"

    def base(self):
        r"""The base of a logarithm, \log_2 or \log_{10}: a whole number."""
        self.next()
        digits = "".join(token.text for token in self.argument())
        if not digits.isdigit():
            raise Unreadable("the base of a logarithm must be a number")
        return (Node("number", (digits,)),)

    def listed(self, phrase):
        """What stands in brackets, separated by commas."""
        opening, bars = self.next(), self.bars
        if opening not in ("(", "[", r"\langle"):
            raise Unreadable(f"brackets are missing before {opening or 'the end'}")
        self.bars, found = 0, [phrase()]
        while self.peek() == ",":
            self.next()
            found.append(phrase())
        self.bars = bars
        self.expect(_PAIRS[opening])
        return tuple(found)

    def arguments(self, count):
        found = self.listed(self.expression)
        if len(found) != count:
            raise Unreadable(f"{count} expected in brackets, not {len(found)}")
        return found

    def fraction(self):
        r"""\frac{a}{b}, \frac{dL}{dz}, or the operator \frac{d}{dz} applied to the next factor."""
        first = self.at
        self.next()
        top, bottom = self.argument(), self.argument()
        d = bottom[0].text if bottom else ""
        if d not in ("d", r"\partial") or d in self.scope or len(bottom) < 2 or [t.text for t in top[:1]] != [d]:
            return self.node(first, "divide", self.below(top).whole(), self.below(bottom).whole()), ""
        above, below, variables = self.below(top), self.below(bottom), []
        above.expect(d)
        order = above.power()
        while below.peek():
            below.expect(d)
            variable = below.variable()
            variables += [variable] * below.power()
        if order != len(variables):
            raise Unreadable("the orders of a derivative's numerator and denominator differ")
        if above.peek():
            return self.node(first, "derivative", above.whole(), tuple(variables)), ""
        if self.peek() in _STOP:
            raise Unreadable("nothing to differentiate")
        return self.node(first, "derivative", self.factor(), tuple(variables)), "around what is differentiated"

    def slashed_derivative(self):
        r"""\partial L / \partial x_i or dL/dz: nothing but two symbols, so that it cannot be a quotient."""
        first, d = self.at, self.next()
        above = self.variable()
        self.expect("/")
        self.expect(d)
        return self.node(first, "derivative", above, (self.variable(),)), "around this derivative"

    def power(self):
        """An exponent that is a whole number, or nothing: 1."""
        if self.peek() != "^":
            return 1
        self.next()
        digits = "".join(token.text for token in self.argument())
        if not digits.isdigit():
            raise Unreadable("the order of a derivative must be a number")
        return int(digits)

    def variable(self):
        """A symbol or an entry of one: what can be differentiated by."""
        first = self.at
        tree = self.symbol()
        if self.peek() == "_":
            self.next()
            tree = self.node(first, "entry", tree, self.indices(self.argument()))
        if (tree.parts[0] if tree.kind == "entry" else tree).kind != "symbol":
            raise Unreadable("can differentiate by a symbol only")
        return tree

    def big_operator(self):
        r"""\sum_{j=1}^{n} or \sum_j, and the term it applies to."""
        first, kind = self.at, self.next()[1:]
        self.expect("_")
        low, bounds = self.argument(), None
        name = low[0].text if low else ""
        if len(low) > 2 and low[1].text == "=":
            self.expect("^")
            bounds = (self.below(low[2:]).whole(), self.in_braces())
        elif len(low) != 1 or not self.scope.is_index(name):
            raise Unreadable(f"{name}: declare an index, or write where \\{kind} starts and ends")
        outer = set(self.bound)
        self.bound.add(name)
        body = self.term()
        self.bound = outer
        return self.node(first, kind, name, bounds, body)

    def limit(self):
        r"""\lim_{h \to 0} and the term it applies to."""
        first = self.at
        self.next()
        self.expect("_")
        name, *rest = [token.text for token in self.argument()]
        if rest != [r"\to", "0"] or name not in self.scope:
            raise Unreadable("limits of a symbol to 0 only: say it in words, or list the line in unchecked_derivations")
        return self.node(first, "limit", name, self.term())

    # atoms

    def atom(self):
        first, text = self.at, self.peek()
        if text[:1].isdigit():
            return self.node(first, "number", self.next())
        if text == "{":
            return self.in_braces()
        if text in ("(", "["):
            return self.brackets()
        if text in ("|", r"\lvert", r"\|"):
            self.next()
            self.bars += 1
            tree = self.expression()
            self.bars -= 1
            self.expect(_PAIRS[text])
            return self.node(first, "norm" if text == r"\|" else "abs", tree)
        if text == r"\sqrt":
            self.next()
            return self.node(first, "apply", text, (self.in_braces(),))
        if text == r"\langle":
            return self.node(first, "inner", *self.arguments(2))
        if text.startswith(r"\begin{"):
            return self.cases()
        if text == r"\nabla":
            self.next()
            call = self.symbol()
            if call.kind != "call" or call.parts[1] or len(call.parts[2]) != 1:
                raise Unreadable(r"after \nabla comes a function of one argument, f(x)")
            return self.node(first, "call", call.parts[0], 1, call.parts[2])
        if text == r"\delta" and text not in self.scope:
            self.next()
            self.expect("_")
            return self.node(first, "delta", *self.indices(self.argument()))
        if text == "O" and text not in self.scope:
            self.next()
            return self.node(first, "order", *self.arguments(1))
        return self.symbol()

    def brackets(self):
        """( ... ), [ ... ], the tuple (1, 2, 3), or Iverson's bracket [ a > b ]."""
        first, opening = self.at, self.peek()
        before = self.tokens[first - 1].text if first else ""
        statements = self.listed(self.statement)
        trees = [statement.parts[0][0] for statement in statements]
        if opening == "[" and len(trees) == 1 and statements[0].parts[1]:
            return self.node(first, "iverson", statements[0])
        if any(statement.parts[1] for statement in statements):
            raise Unreadable("a relation between brackets")
        if len(trees) == 1:
            return self.node(first, trees[0].kind, *trees[0].parts)
        if opening == "[" or before not in _BEFORE_TUPLE:
            raise Unreadable(f"a comma in brackets: is {before} declared as a function?")
        return self.node(first, "tuple", *trees)

    def cases(self):
        r"""\begin{cases} value & \text{if } condition \\ ... \end{cases}"""
        first, branches = self.at, []
        if self.peek() != r"\begin{cases}":
            raise not_understood(self.peek())
        self.next()
        while self.peek() not in ("", r"\end{cases}"):
            self.next()
        rows = [split(row, "&") for row in split(self.tokens[first + 1 : self.at], r"\\")]
        self.expect(r"\end{cases}")
        for row in rows:
            if len(row) != 2 or [t.text for t in row[1][:1]] not in ([r"\text{if}"], [r"\text{otherwise}"]):
                raise Unreadable(
                    rf"a row of cases is: value & \text{{if }} condition, or value & \text{{otherwise}}; {LINES}"
                )
            inner = self.below(row[1][1:])
            condition = inner.statement() if row[1][0].text == r"\text{if}" else None
            inner.end()
            branches.append((self.below(row[0]).whole(), condition))
        return self.node(first, "cases", tuple(branches))

    def symbol(self):
        """A declared symbol with its subscript, or a call of a declared function."""
        first = self.at
        name, rest = self.name()
        if rest:
            return self.node(first, "entry", self.node(first, "symbol", name), self.indices(rest))
        if name in self.bound or not self.scope.is_function(name):
            return self.node(first, "symbol", name)
        if self.peek() == "^":
            power, self.at = self.at, self.at + 1
            self.argument()
            if self.peek() == "(":
                raise Unreadable(
                    f"ambiguous: a power between the function {name} and its argument: write {name}'(z) for the derivative, {name}(z)^2 for a power"
                )
            self.at = power
        primes = 0
        while self.peek() == "'":
            self.next()
            primes += 1
        params = self.scope.params[name]
        if primes and len(params) != 1:
            raise Unreadable("a prime on a function of several variables")
        if self.peek() == "(":
            arguments = self.arguments(len(params))
        elif primes:
            arguments = tuple(Node("symbol", (param,)) for param in params)
        else:
            return self.node(first, "symbol", name)
        return self.node(first, "call", name, primes, arguments)

    def name(self):
        """The name of a symbol, and the tokens of its subscript that do not belong to the name: W_{1,kl} is (W_1)_{kl}."""
        base = self.next()
        if base in _STOP:
            raise Unreadable(f"an expression is missing before {base or 'the end'}")
        if self.peek() in ("_", "^"):
            start, mark = self.at, self.next()
            name, *rest = split(self.argument(), ",")
            full = base + mark + "".join(token.text for token in name)
            if full in self.scope and len(rest) < 2:
                return full, rest[0] if rest else ()
            self.at = start
        if base in self.scope or base in self.bound or base in CONSTANTS:
            return base, ()
        raise not_understood(base)


def not_understood(text):
    """The error for a token that cannot stand where it stands, with what to write instead if that is known."""
    if text.startswith((r"\begin{", r"\end{")):
        name = text[text.index("{") + 1 : -1]
        if name.rstrip("*") in _MATRICES:
            return Unreadable(
                rf"{text} is not understood: write a column as (1, 2, 3), or declare a symbol for a matrix"
            )
        return Unreadable(f"{text} cannot stand here" if name in ("aligned", "cases") else f"{text}: {LINES}")
    if text in INSTEAD:
        return Unreadable(f"{text} is not understood: {INSTEAD[text]}")
    if text.startswith(r"\text{"):
        return Undeclared(
            f"{text} is not declared in symbols/. If it is a reason, put && before it; "
            "if it is a name or a function, declare it"
        )
    if _LETTER.fullmatch(text):
        return Undeclared(f"{text} is not declared in symbols/")
    return Unreadable(f"{text} is not understood here")
