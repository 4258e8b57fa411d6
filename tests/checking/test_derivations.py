r"""The checker of derivations can be trusted: no false alarm, and every wrong line is caught, with a message that helps."""

import importlib
import sys

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tests.checking import symbols
from tests.checking.derivations import (
    Scope,
    Unreadable,
    check_display,
    define,
    index,
    is_setting,
    matrix,
    one_of,
    real,
    size,
    some_function_of,
    vector,
)
from tests.checking.derivations.claims import lines_of
from tests.checking.derivations.reasons import reasons_of
from tests.checking.derivations.tex import Node
from tests.checking.derivations.values import Point
from tests.checking.notebook_files import as_text
from tests.checking.notebook_formulas import Formula, check_notebook, displays_of, judge_formula
from tests.checking.symbols import BATCH, ONE_NUMBER, SHARED, declarations_for, problems_of_symbols

# --- derivations that are right -------------------------------------------------------------------------------------


def scope(*declarations):
    return Scope(SHARED, *declarations)


LOSS_OF_P = {r"\ell(p)": define(r"-\left(y \log p + (1 - y) \log(1 - p)\right)"), "L": define(r"\ell(p)")}
SIGMOID = {
    "z": real(),
    r"\sigma(z)": define(r"\frac{1}{1 + e^{-z}}"),
    "u": define("1 + e^{-z}"),
    "p": define(r"\sigma(z)"),
}
TANH = {"x": real(), "s(x)": define(r"\sinh x"), "c(x)": define(r"\cosh x")}
SMOOTH = {"f(x)": define(r"e^{x / 2} \sin(x)"), "x": real(0, 1), "h": real(0, 1), "v": vector("in"), "w": vector("in"),
          "J(w)": some_function_of("w")}  # fmt: skip
PATHS = {"x": real(), "h": real(0, 1), "u(x)": define(r"\sin x"), "v(x)": define("x^2"), "f(u, v)": define("u^2 v + e^{u - v}"),
         "F(x)": define("f(u(x), v(x))")}  # fmt: skip
STABLE = {"z": real(), "y": real(0, 1), r"\operatorname{softplus}(z)": define(r"\log(1 + e^z)"), r"\hat y": define(r"\sigma(z)"),
          "L": define(r"-\left(y \log \hat y + (1 - y) \log(1 - \hat y)\right)")}  # fmt: skip
MEAN = {r"\hat y": vector("N", 0, 1), "y": vector("N", 0, 1),
        r"\ell_n": define(r"-y_n \log \hat y_n - (1 - y_n) \log(1 - \hat y_n)"),
        "L": define(r"\frac{1}{N} \sum_n \ell_n"), "m": index("N")}  # fmt: skip
HIDDEN = {
    "j": index("hidden"), "k": index("hidden"), "X": matrix("N", "in"), "W_1": matrix("hidden", "in"), "W_2": matrix("out", "hidden"),
    "b_1": vector("hidden", added_to_rows=True), "b_2": vector("out", added_to_rows=True), "i": index("out"), r"\mathbf 1": vector("N", values=(1,)),
    "Z_1": define(r"X W_1^\top + b_1"), "A_1": define(r"\operatorname{ReLU}(Z_1)"), "Z_2": define(r"A_1 W_2^\top + b_2"),
    "L": some_function_of("Z_2"), "G_2": define(r"\frac{\partial L}{\partial Z_2}"), "G_1": define(r"\frac{\partial L}{\partial Z_1}"),
}  # fmt: skip
ELEMENTWISE = {"a": define(r"\sigma(z)"), "z": vector("out"), "L": some_function_of("a"), "i": index("out"), "k": index("out"),
               "g": define(r"\frac{\partial L}{\partial a}")}  # fmt: skip
COIN = {"p": real(0, 1), "y": vector("N", values=(0, 1)), "L(p)": define(r"\prod_{n=1}^{N} p^{y_n} (1 - p)^{1 - y_n}")}
WORKED = {
    "w": define("0.5"),
    "x": define("2"),
    "b": define("-0.3"),
    "z": define("w x + b"),
    r"\hat y": define(r"\sigma(z)"),
}
EPSILON = {r"\varepsilon": define("2^{-52}")}
GIVEN_SIZES = {"N": size(2), "m": index(2), "W": matrix(2, 3), "x": vector(3)}

RIGHT = {
    "tanh": (TANH, r"""
        \begin{aligned}
        \frac{d}{dx} \tanh x &= \frac{d}{dx} \frac{s}{c}   && \text{definition of tanh} \\
                             &= \frac{s' c - s\, c'}{c^2}  && \text{quotient rule} \\
                             &= \frac{c^2 - s^2}{c^2}      && s' = c \text{ and } c' = s \\
                             &= 1 - \frac{s^2}{c^2}        && \text{divide both terms by } c^2 \\
                             &= 1 - (\tanh x)^2              && \text{definition of tanh}
        \end{aligned}"""),
    "binary cross-entropy": (ONE_NUMBER, r"""
        \begin{aligned}
        L &= -\bigl(y \log \hat y + (1 - y) \log(1 - \hat y)\bigr) \\
        \frac{dL}{d\hat y}
          &= -\frac{d}{d\hat y}\Bigl(y \log \hat y + (1 - y) \log(1 - \hat y)\Bigr)  && \text{definition of } L \\
          &= -\left(y \cdot \frac{d}{d\hat y} \log \hat y + (1 - y) \cdot \frac{d}{d\hat y} \log(1 - \hat y)\right)
                                                                 && \text{$y$ is constant} \\
          &= -\left(\frac{y}{\hat y} + (1 - y) \cdot \frac{-1}{1 - \hat y}\right)    && \text{chain rule} \\
          &= -\frac{y}{\hat y} + \frac{1 - y}{1 - \hat y} \\
          &= \frac{-y (1 - \hat y) + (1 - y) \hat y}{\hat y (1 - \hat y)}            && \text{common denominator} \\
          &= \frac{-y + y \hat y + \hat y - y \hat y}{\hat y (1 - \hat y)} \\
          &= \frac{\hat y - y}{\hat y (1 - \hat y)}
        \end{aligned}"""),
    "loss as a function": (ONE_NUMBER | LOSS_OF_P, r"""
        \ell'(p) = \frac{p - y}{p (1 - p)}, \qquad \ell''(p) = \frac{y}{p^2} + \frac{1 - y}{(1 - p)^2} > 0,
        \qquad \frac{d^2 L}{dp^2} = \frac{y}{p^2} + \frac{1 - y}{(1 - p)^2}, \quad \ell'(y) = 0"""),
    "half": (ONE_NUMBER | LOSS_OF_P, r"\ell'\left(\frac{1}{2}\right) = \frac{1/2 - y}{1/4} = 2 - 4 y"),
    "likelihood": (COIN, r"""
        \begin{aligned}
        -\log L(p) &= -\log \prod_{n=1}^{N} p^{y_n} (1 - p)^{1 - y_n} \\
                   &= -\sum_{n=1}^{N} \log\left(p^{y_n} (1 - p)^{1 - y_n}\right) && \text{log of a product} \\
                   &= -\sum_{n=1}^{N} \bigl(y_n \log p + (1 - y_n) \log(1 - p)\bigr)
        \end{aligned}"""),
    "sigmoid": (SIGMOID, r"""
        \begin{aligned}
        u &= 1 + e^{-z} \\
        \frac{d\sigma}{dz} &= \frac{d}{dz} \left(1 + e^{-z}\right)^{-1} \\
            &= \frac{d}{du}\left(u^{-1}\right) \cdot \frac{du}{dz}          && \text{chain rule} \\
            &= -u^{-2} \cdot \left(-e^{-z}\right) \\
            &= \frac{e^{-z}}{(1 + e^{-z})^2} \\
            &= \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} \\
            &= \frac{1}{1 + e^{-z}} \cdot \frac{(1 + e^{-z}) - 1}{1 + e^{-z}} \\
            &= \frac{1}{1 + e^{-z}} \left(1 - \frac{1}{1 + e^{-z}}\right) \\
            &= \sigma(z) \bigl(1 - \sigma(z)\bigr) = \sigma(z)\, \sigma(-z) \le \frac{1}{4}
        \end{aligned}"""),
    "log-odds": (SIGMOID, r"""
        \log \frac{p}{1 - p} = z \iff \frac{p}{1 - p} = e^z \iff p = \frac{e^z}{1 + e^z} = \frac{1}{1 + e^{-z}} = \sigma(z)
        \quad \text{and} \quad \sigma(-z) = 1 - \sigma(z)"""),
    "cancellation": (ONE_NUMBER, r"""
        \begin{aligned}
        \frac{\partial L}{\partial z} &= \frac{\partial L}{\partial \hat y} \frac{\partial \hat y}{\partial z} \\
           &= \frac{\hat y - y}{\hat y (1 - \hat y)} \cdot \hat y (1 - \hat y) \\
           &= \hat y - y \\
        \frac{\partial L}{\partial w} &= \frac{\partial L}{\partial z} \frac{\partial z}{\partial w} = (\hat y - y)\, x \\
        \frac{\partial L}{\partial b} &= (\hat y - y) \cdot 1
        \end{aligned}"""),
    "layer": ({}, r"""
        \begin{aligned}
        z &= W x + b \\
        z_i &= \sum_{j=1}^{\text{in}} W_{ij} x_j + b_i \\
        \frac{\partial z_i}{\partial W_{kl}} &= \sum_j \frac{\partial W_{ij}}{\partial W_{kl}} x_j
           = \sum_j \delta_{ik} \delta_{jl} x_j = \delta_{ik} x_l \\
        \frac{\partial L}{\partial W_{kl}}
           &= \sum_i \frac{\partial L}{\partial z_i} \frac{\partial z_i}{\partial W_{kl}} && \text{chain rule} \\
           &= \sum_i g_i \delta_{ik} x_l \\
           &= g_k x_l \\
           &= (g x^\top)_{kl} \\
        \frac{\partial L}{\partial W} &= g x^\top \\
        \frac{\partial L}{\partial b_k} &= \sum_i g_i \frac{\partial z_i}{\partial b_k} = \sum_i g_i \delta_{ik} = g_k \\
        \frac{\partial L}{\partial b} &= g \\
        \frac{\partial L}{\partial x_l} &= \sum_i g_i \frac{\partial z_i}{\partial x_l} = \sum_i g_i W_{il}
           = \sum_i (W^\top)_{li} g_i = (W^\top g)_l \\
        \frac{\partial L}{\partial x} &= W^\top g \\
        \frac{\partial z}{\partial x} &= W, \quad \frac{\partial z_i}{\partial b_k} = \delta_{ik}
        \end{aligned}"""),
    "batch": (BATCH, r"""
        \begin{aligned}
        Z &= X W^\top + b \\
        Z_{ni} &= \sum_j X_{nj} W_{ij} + b_i \\
        Z_n &= W X_n + b \\
        \frac{\partial L}{\partial W_{kl}} &= \sum_{n=1}^N \sum_{i=1}^{\text{out}} G_{ni} \frac{\partial Z_{ni}}{\partial W_{kl}}
           = \sum_n G_{nk} X_{nl} = \sum_n (G^\top)_{kn} X_{nl} \\
        \frac{\partial L}{\partial W} &= \sum_n G_n X_n^\top = G^\top X \\
        \frac{\partial L}{\partial b} &= \sum_n G_n \\
        \frac{\partial L}{\partial X} &= G W \\
        \frac{\partial L}{\partial X_n} &= W^\top G_n
        \end{aligned}"""),
    "mean": (MEAN, r"""
        \begin{aligned}
        L &= \frac{1}{N} \sum_{n=1}^{N} \ell_n \\
        \frac{\partial L}{\partial \hat y_m}
          &= \frac{1}{N} \sum_{n=1}^{N} \frac{\partial \ell_n}{\partial \hat y_m} \\
          &= \frac{1}{N} \cdot \frac{\hat y_m - y_m}{\hat y_m (1 - \hat y_m)}
        \end{aligned}"""),
    "hidden layer": (HIDDEN, r"""
        \begin{aligned}
        \frac{\partial L}{\partial W_2} &= G_2^\top A_1 \\
        \frac{\partial L}{\partial b_2} &= G_2^\top \mathbf{1} = \sum_n G_{2,n} \\
        \frac{\partial L}{\partial A_1} &= G_2 W_2 \\
        G_1 &= \frac{\partial L}{\partial A_1} \odot [Z_1 > 0] = (G_2 W_2) \odot [Z_1 > 0] \\
        \frac{\partial L}{\partial W_1} &= G_1^\top X \\
        \frac{\partial L}{\partial W_{1,kl}} &= \sum_n \sum_i G_{2,ni} W_{2,ik} [Z_{1,nk} > 0] X_{nl}
        \end{aligned}"""),
    "elementwise": (ELEMENTWISE, r"""
        \begin{aligned}
        \frac{\partial a_i}{\partial z_k} &= \delta_{ik} \sigma'(z_i) = \begin{cases} \sigma'(z_i) & \text{if } i = k \\ 0 & \text{otherwise} \end{cases} \\
        \frac{\partial L}{\partial z} &= g \odot \sigma'(z) = g \odot a \odot (1 - a)
        \end{aligned}"""),
    "Taylor": (SMOOTH, r"""
        \begin{aligned}
        f(x + h) &= f(x) + h f'(x) + O(h^2) \\
        f(x + h) &= f(x) + h f'(x) + \frac{h^2}{2} f''(x) + O(h^3) \\
        \frac{f(x + h) - f(x)}{h} &= f'(x) + \tfrac{1}{2} h f''(x) + O(h^2) \\
        \frac{f(x + h) - f(x - h)}{2 h} &= f'(x) + O(h^2) \\
        f'(x) &= \lim_{h \to 0} \frac{f(x + h) - f(x)}{h} \\
        J(w + h v) &= J(w) + h \langle \nabla J(w), v \rangle + O(h^2) \\
        J(w + h v) &= J(w) + h v^\top \nabla J(w) + O(h^2)
        \end{aligned}"""),
    "complex step": (SMOOTH, r"""
        \begin{aligned}
        f(x + \mathrm{i} h) &= f(x) + \mathrm{i} h f'(x) + \frac{(\mathrm{i} h)^2}{2} f''(x) + O(h^3) \\
                            &= f(x) + \mathrm{i} h f'(x) - \frac{h^2}{2} f''(x) + O(h^3) \\
        \frac{\operatorname{Im}(f(x + \mathrm{i} h))}{h} &= f'(x) + O(h^2), \quad \mathrm{i}^2 = -1
        \end{aligned}"""),
    "two paths": (PATHS, r"""
        \begin{aligned}
        F(x + h) - F(x) &= f(u(x + h), v(x + h)) - f(u(x), v(x)) \\
                        &= \frac{\partial f}{\partial u} u'(x)\, h + \frac{\partial f}{\partial v} v'(x)\, h + O(h^2) \\
        F'(x) &= \frac{\partial f}{\partial u} u'(x) + \frac{\partial f}{\partial v} v'(x)
        \end{aligned}"""),
    "stable": (STABLE, r"""
        \begin{aligned}
        \log(1 + e^z) &= \log\left(e^z (e^{-z} + 1)\right) = z + \log(1 + e^{-z}) \\
        \operatorname{softplus}(z) &= \max(z, 0) + \log(1 + e^{-|z|}) \\
        L &= y \log(1 + e^{-z}) + (1 - y) \log(1 + e^z) \\
          &= \max(z, 0) - z y + \log\left(1 + e^{-|z|}\right) \\
        \frac{dL}{dz} &= \sigma(z) - y \\
        \operatorname{softplus}'(z) &= \sigma(z) = \begin{cases} 1 / (1 + e^{-z}) & \text{if } z \ge 0 \\ e^z / (1 + e^z) & \text{if } z < 0 \end{cases}
        \end{aligned}"""),
    "by hand": (WORKED, r"""
        \begin{aligned}
        z &= 0.5 \cdot 2 - 0.3 = 0.7 \\
        \hat y &= \sigma(0.7) = \frac{1}{1 + e^{-0.7}} \approx 0.6682 \approx 0.67 \\
        -\log 0.67 &\approx 0.4005, \quad 2 \times 10^{-3} \cdot 3 = 6 \times 10^{-3}, \quad 2 \cdot (4, 1) = (8, 2) \\
        (1, 2, 0) \cdot (1, 0.5, 0.25) &= 2, \quad \langle (1, 2), (3, 4) \rangle = 11
        \end{aligned}"""),
    "with a slash": ({}, r"""
        \partial L / \partial W = g x^\top, \quad \partial L / \partial x = W^\top g, \quad \partial L/\partial b_k = g_k,
        \quad \partial L / \partial W_{kl} = \sum_i g_i \, \partial z_i / \partial W_{kl} = g_k \cdot x_l,
        \quad 2 \cdot \partial L / \partial b_k = 2 g_k, \quad \partial L / \partial L = 1"""),
    "with a slash and d": (ONE_NUMBER, r"""
        dL/dz = \hat y - y = dL/d\hat y \cdot d\hat y / dz, \quad dL/dw = x \, dL/dz"""),
    "base of a logarithm": (ONE_NUMBER, r"""
        \log_2 8 = 3, \quad \log_{10}(1 + p) = \frac{\log(1 + p)}{\log 10}, \quad \log_2 p^3 = 3 \log_2 p"""),
    "powers of ten": (EPSILON, r"""
        \varepsilon \approx 2 \cdot 10^{-16} \quad \text{and} \quad 4 \varepsilon \approx 9 \cdot 10^{-16}
        \quad \text{and} \quad \varepsilon \approx 2.2 \cdot 10^{-16} \quad \text{and} \quad 2^{-23} \approx 10^{-7}"""),
    "sizes that are given": (GIVEN_SIZES, r"""
        N = 2, \quad W_{13} x_3 = (W x)_1 - W_{11} x_1 - W_{12} x_2, \quad \sum_m W_{m1} = W_{11} + W_{21}, \quad x_3 = x_3 + x_2 - x_2"""),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_no_false_alarm(name):
    declarations, tex = RIGHT[name]
    failures, count = check_display(tex, scope(declarations))
    assert not failures, failures
    assert count >= sum(tex.count(sign) for sign in ("=", r"\approx", r"\iff")) / 3


# --- lines that are wrong, and what is said about them ---------------------------------------------------------------

WRONG = [
    (ONE_NUMBER, r"\frac{dL}{dz} = y - \hat y", "differ"),
    (ONE_NUMBER, r"L = -y \log \hat y - (1 - y) \log(1 + \hat y)", "differ"),
    (ONE_NUMBER, r"\frac{d}{dz} 1 + e^{-z} = -e^{-z}", "differ"),  # the brackets are missing: this is 0 + e^{-z}
    (ONE_NUMBER, r"\frac{dz}{dw} = \frac{d}{dw} (w x - b)", "what is differentiated"),
    (ONE_NUMBER, r"z = z", "says nothing"),
    (ONE_NUMBER, r"(p - p) z = 0 \cdot z", "zero everywhere"),
    (ONE_NUMBER, r"\frac{d\hat y}{dp} = 0", ""),  # right, and known only because p is free
    (ONE_NUMBER, r"\frac{dp}{d\hat y} = 0", "declared to depend"),
    (ONE_NUMBER, r"\log(p - 1) = p", "log of"),
    (ONE_NUMBER, r"\log 2 = 0.693", "differ"),
    (ONE_NUMBER, r"\log 2 \approx 0.694", "differ"),
    (ONE_NUMBER, r"\log 2 \approx 0.693", ""),
    (ONE_NUMBER, r"p \approx p^2", "decimal number"),
    (ONE_NUMBER, r"0.1054 + 0.2231 \approx 1 / 3.0442", "differ"),
    (ONE_NUMBER, r"\sigma(2) \approx 1 / 1.1353 \approx 0.8808", ""),
    (ONE_NUMBER, r"p > 0.5", "does not hold"),
    ({}, r"\frac{\partial L}{\partial W} = x g^\top", "shape"),
    ({}, r"\frac{\partial L}{\partial W} = x^\top g", "cannot multiply"),
    ({}, r"\frac{\partial L}{\partial x} = W g", "cannot multiply"),
    ({}, r"\frac{\partial L}{\partial W_{kl}} = g_l x_k", "differ"),
    ({}, r"\frac{\partial z_i}{\partial W_{kl}} = x_l", "differ"),
    ({}, r"g + W = W + g", "cannot add"),
    (BATCH, r"\frac{\partial L}{\partial W} = \frac{1}{N} G^\top X", "differ"),
    (BATCH, r"\frac{\partial L}{\partial W} = X^\top G", "shape"),
    (BATCH, r"\frac{\partial L}{\partial b} = \frac{1}{N} \sum_n G_n", "differ"),
    (BATCH, r"Z = X W^\top + \frac{b}{2}", "cannot add"),
    (SMOOTH, r"f(x + h) = f(x) + h f'(x) + O(h^3)", "order 2"),
    (SMOOTH, r"f(x + h) = f(x) - h f'(x) + O(h^2)", "order 1"),
    (SMOOTH, r"f(x + h) = f(x) + O(h) = f(x) + h f'(x) + O(h^2)", "order 1"),
    (SMOOTH, r"f(x + h) = f(x) + h f'(x) + O(h^2) = f(x) + h f'(x)", "disappeared"),
    (SMOOTH, r"f(x + \mathrm{i} h) = f(x) + \mathrm{i} h f'(x) + \frac{h^2}{2} f''(x) + O(h^3)", "order 2"),
    (SMOOTH, r"\operatorname{Im}(f(x + \mathrm{i} h)) = h f'(x)", "differ"),
    (SMOOTH, r"\sqrt{-x} = 2 \sqrt{-x / 4}", "a value is"),
    (SMOOTH, r"\lim_{h \to 0} \frac{|h|}{h} = 1", "limits"),
    (PATHS, r"F'(x) = \frac{\partial f}{\partial u} u'(x)", "differ"),
    ({}, r"2 \cdot (4, 1) = (8, 3)", "differ"),
    ({}, r"2 \cdot (4, 1) = (8, 2, 0)", "shape"),
    ({}, r"\partial L / \partial W = x g^\top", "shape"),
    ({}, r"\partial L / \partial x = W g", "cannot multiply"),
    ({}, r"\partial L / \partial W_{kl} = \sum_i g_i \, \partial z_k / \partial W_{kl}", "differ"),
    (ONE_NUMBER, r"dL/dz = y - \hat y", "differ"),
    (ONE_NUMBER, r"dL/d\hat y = \hat y - y", "differ"),
    (ONE_NUMBER, r"dp/d\hat y = 0", "declared to depend"),
    (ONE_NUMBER, r"\log_2 p = \log p", "differ"),
    (ONE_NUMBER, r"\log_2(p - 1) = p", "log of"),
    (EPSILON, r"\varepsilon \approx 3 \cdot 10^{-16}", "differ"),
    (EPSILON, r"\varepsilon \approx 2 \cdot 10^{-15}", "differ"),
    (EPSILON, r"\varepsilon \approx 10^{-16}", "differ"),
    ({}, r"0.00000018 \approx 10^{-7}", "differ"),
    (EPSILON, r"\varepsilon \approx 2^{-52}", "decimal number"),
    (ONE_NUMBER, r"p < 0.9", "does not hold"),  # false in a tenth of the domain only
    (ONE_NUMBER, r"p > 0.1", "does not hold"),
    (GIVEN_SIZES, r"N = 3", "differ"),
    (GIVEN_SIZES, r"x_4 = x_3", "outside"),
]


@pytest.mark.parametrize("declarations, tex, message", WRONG, ids=[tex for _, tex, _ in WRONG])
def test_wrong_lines_are_caught(declarations, tex, message):
    failures, _ = check_display(tex, scope(declarations))
    if message:
        assert len(failures) == 1
        assert message in failures[0].problem
        assert failures[0].line == tex
    else:
        assert failures == []


UNREADABLE = [
    r"\partial z / \partial w x = x \cdot x",  # by w, or by w x? These are right if they are read in one way
    r"\partial z / \partial w^2 = x \cdot x",
    r"\partial z / \partial w / 2 = \frac{x}{2}",
    r"x / \partial z / \partial w = 1",
    r"\partial z / dw = x",
    r"\partial (z + p) / \partial w = x",
    r"\partial z p / \partial w = p x",
    r"\partial 2 z / \partial w = 2 x",
    r"\partial^2 z / \partial w^2 = 0",
    r"dz/d(w) = x",
    r"d / dw = p",
    r"\partial z = \partial z + p - p",
    r"\log_p p = 1",
    r"\log_2 2 z = z",
    r"\log_2 (2) z = \log_2^1 (2) z",
    r"p \sim z",
    r"q = 1",  # not declared
    r"\mathcal{W} = 1",
    r"p = 2 + ",
    r"= 2",
    r"p = (1 - p",
    r"p + p = p 2",
    r"\log p (1 - p) = 1",  # how far does the log reach?
    r"\log(p)^2 = 1",
    r"1 / 2 p = p / 2",
    r"\frac{d}{dp} p (1 - p) = 1 - 2 p",
    r"p' = 1",  # by what?
    r"\sigma^{-1}(p) = z",
    r"\sum_m p = 1",
    r"p = p_1 + \dots + p_9",
    r"p = \frac{d}{dp}",
    r"p = \mathop{foo} p",
    r"\begin{array}{c} p \end{array} = p",
    r"p = p - O(p)",
    r"\log(8, 2) = 3",
    r"p = p(1, 2)",  # a product or a call?
    r"p \propto z",
    r"p \in \{0, 1\}",
    r"p",
    r"\frac12 = 0.5",
    r"\sigma^2(z) = p",
    r"p \mapsto z",
    r"\hat{xy} = 1",
    r"P(y = 1) = p",
    r"p > 0 \text{ and more}",
]


@pytest.mark.parametrize("tex", UNREADABLE)
def test_what_cannot_be_read_is_a_failure(tex):
    failures, _ = check_display(tex, scope(ONE_NUMBER))
    assert failures


IN_LINES = r"\begin{aligned} ... \end{aligned}"
MESSAGES = [
    *((rf"\begin{{{name}}} p &= p + z - z \\ &= p \end{{{name}}}", IN_LINES)
      for name in ("align", "align*", "equation", "gather", "split", "eqnarray", "multline", "alignat", "flalign")),
    (r"\begin{equation} \begin{split} p = 1 \end{split} \end{equation}", IN_LINES),
    (r"\begin{cases} p &= 1 \\ z &= 2 \end{cases}", IN_LINES),
    (r"p = \begin{cases} 1, z > 0 \\ 0, z < 0 \end{cases}", "a row of cases is"),
    (r"\begin{cases} p", r"expected \end{cases}, found the end"),
    (r"x = \begin{pmatrix} 1 \\ 2 \end{pmatrix}", "(1, 2, 3)"),
    (r"p &= z & \text{chain rule}", "one & is missing: put && before a reason"),
    (r"p = z & \text{chain rule}", "one & is missing: put && before a reason"),
    (r"p &= z & \hat y \text{ cancels}", "one & is missing: put && before a reason"),
    (r"p = z \text{ as above}", "put && before it"),
    (r"p &= z \text{ as above}", "put && before it"),
    (r"\ln p = z", r"write \log"),
    (r"\lg p = z", r"write \log_2 or \log_{10}"),
    (r"p = z \tag{1}", "leave it out"),
    (r"p = z \label{eq}", "leave it out"),
    (r"p = z \nonumber", "leave it out"),
    (r"\forall z: p = z", "say it in words"),
    (r"p \in (0, 1)", "say it in words"),
    (r"\mathbb{R} = p", "say it in words"),
    (r"p \to 1", "say it in words"),
    (r"\dot p = 1", r"f'(x) or \frac{df}{dx}"),
    (r"p = \underbrace{z}_{q}", "in the reason"),
    (r"p = 1 + \dots + 9", "write the terms out"),
    (r"p = z * z", r"\cdot"),
    (r"p := z", "write ="),
    (r"p = \pm z", "two lines"),
    (r"p \Leftrightarrow z", r"write \iff"),
    (r"\hat{xy} = 1", "it takes one letter"),
    (r"W^T = W", r"a transpose is written ^\top"),
    (r"p = \boxed p", "braces"),
    (r"\foo = p", r"\foo is not understood here"),
    (r"p = \operatorname{foo}(z)", "if it is a name or a function, declare it"),
    (r"\alpha = p", r"\alpha is not declared"),
    (r"q = p", "q is not declared"),
    (r"\mathbf{q} = p", r"\mathbf{q} is not declared"),
]  # fmt: skip


@pytest.mark.parametrize("tex, message", MESSAGES, ids=[tex for tex, _ in MESSAGES])
def test_what_cannot_be_read_is_told_what_to_write(tex, message):
    (failure, *_), _ = check_display(tex, scope(ONE_NUMBER))
    assert message in failure.problem
    assert ("is not declared" in failure.problem) == failure.about_symbols
    assert r"\\" not in failure.problem.replace(tex, "")  # TeX as it is written, not as Python shows it


def test_other_forms_of_a_fraction_are_understood():
    failures, count = check_display(r"\dfrac{p}{2} = \tfrac{1}{2} p = \cfrac{p}{2}", scope(ONE_NUMBER))
    assert (failures, count) == ([], 2)


BOXED = r"""
    \begin{aligned}
    L &= \boxed{-y \log \hat y - (1 - y) \log(1 - \hat y)} \\
    \frac{dL}{dz} &= \boxed{\hat y - y} = \boxed{\hat y} \cdot 1 - y && \boxed{y} \text{ stays} \\
    p \boxed{1 - p} &= p - p^2 && \text{a box is a bracket, too} \\
    \boxed{\frac{dL}{dw} = (\hat y - y) x}
    \end{aligned}"""


def test_a_box_is_looked_through():
    failures, count = check_display(BOXED, scope(ONE_NUMBER))
    assert (failures, count) == ([], 5)
    for old, new in (("{-y", "{y"), (r"{\hat y - y}", r"{\hat y + y}"), ("{1 - p}", "{1 + p}"), ("- y) x", "+ y) x")):
        assert BOXED.count(old) == 1
        assert len(check_display(BOXED.replace(old, new), scope(ONE_NUMBER))[0]) >= 1, new
    assert is_setting(r"\boxed{p = 2}", scope(ONE_NUMBER)) and is_setting(r"p = \boxed{2}", scope(ONE_NUMBER))


def test_a_row_may_end_with_some_space():
    rows = r"""
    \begin{aligned}
    p &= \frac{2 p}{2} && \text{two halves} \\[6pt]
      &= \frac{3 p}{3} \\[0.5em]
      &= p \\
      &= 4 p [p > 1] + p
    \end{aligned}"""
    for ends in (rows, rows.replace("[6pt]", "[12.5pt]"), rows.replace("[0.5em]", "")):
        assert check_display(ends, scope(ONE_NUMBER)) == ([], 4)
    for old, new in (("{2 p}", "{2 + p}"), ("{3 p}{3}", "{3 p}{2}")):
        (failure, *_), _ = check_display(rows.replace(old, new), scope(ONE_NUMBER))
        assert "pt]" not in failure.line
    assert [line.tex.strip()[:4] for line in lines_of(rows)] == ["p &=", "&= \\", "&= p", "&= 4"]
    assert [line.reason != [] for line in lines_of(rows)] == [True, False, False, False]
    # a bracket that is no length belongs to the next row
    (failure, *_), _ = check_display(r"\begin{aligned} p &= p \\[p > 1] &= 1 \end{aligned}", scope(ONE_NUMBER))
    assert failure


def test_a_failure_says_what_the_symbols_stand_for():
    declared = scope({"z": real(-4, 4), r"\sigma(z)": define(r"\frac{1}{1 + e^{-z}}"), "s": define(r"\sigma(z)")})
    (failure,), _ = check_display(r"s(z) = \log(1 + e^z)", declared)
    product = "s(z) was read as the product of s and z; declare s(z) as a function if a call is meant"
    meanings = r"where \sigma(z) is \frac{1}{1 + e^{-z}}; s is \sigma(z); z is a number, between -4 and 4"
    assert failure.problem.endswith(f"{product}\n{meanings}")
    (failure,), _ = check_display("s (1 - z) = 2", declared)  # a product, as a sum in brackets after a blank is
    assert "product" not in failure.problem
    (failure,), _ = check_display(r"z_i = L + W_{11} + N + y", scope({"z": vector("in"), "y": one_of(0, 1)}))
    for meaning in (
        "L is some function of z",
        "W is a matrix",
        "N is a size, N",
        "y is a number, 0 or 1",
        "i is an index up to out",
        "z is a column, ",
    ):
        assert meaning in failure.problem


def test_a_piece_of_a_formula_without_a_value_is_reported():
    with pytest.raises(Unreadable, match="'statement'"):
        Point(scope(), "0").evaluate(Node("statement", ()))


def test_brackets_after_a_symbol_are_a_product_and_after_a_function_a_call():
    declarations = ONE_NUMBER | {"y": real(), "f(x)": define("x^2")}
    failures, _ = check_display(r"y (1 - x) = y - y x, \quad f(1 - x) = 1 - 2 x + x^2", scope(declarations))
    assert not failures


def test_a_symbol_that_is_declared_by_itself_is_reported():
    failures, _ = check_display("a = 1", scope({"a": define("c + 1"), "c": define("a - 1")}))
    assert "by means of itself" in failures[0].problem


def test_failures_show_both_values_and_the_point():
    (failure,), _ = check_display(r"\frac{d}{dp} p^2 = p", scope({"p": real(1, 2)}))
    assert all(word in failure.problem for word in ("left  = ", "right = ", "at p = 1."))


def test_all_sizes_differ():
    failures, _ = check_display(
        r"\text{in} \ne \text{out}, \quad \text{in} \ne N, \quad \text{out} \ne N, \quad N > 1", scope()
    )
    assert not failures


def test_displays_stand_between_two_dollars():
    text = "a $$x$$ b $$\ny\n$$ `$$no$$`\n```\n$$no$$\n```\n"
    assert [found.strip() for found in displays_of(text)] == ["x", "y"]
    for wrong, said in (
        ("$$ x = 1 $", "not closed"),
        (r"\\[ x = 1 \\]", "between"),
        (r"\begin{align} x &= 1 \end{align}", r"\\begin\{align\} stands outside of .* \\begin\{aligned\}"),
        ("5 $ and $x = 1$", "not closed in its line"),
        ("$x\n= 1$", "not closed in its line"),
    ):
        with pytest.raises(Unreadable, match=said):
            displays_of(wrong)


def notebook(tmp_path, *cells):
    """Write a notebook of markdown cells, given as (id, text, metadata)."""
    path = tmp_path / "99_test.ipynb"
    cells = [new_markdown_cell(text, id=i, metadata=meta) for i, text, meta in cells]
    path.write_text(as_text(new_notebook(cells=cells)))
    return path


def test_a_failure_names_notebook_cell_and_line(tmp_path):
    path = notebook(tmp_path, ("intro", "text", {}), ("derive", "$$\nu = 1 \\\\\nu = 2\n$$", {}))
    report = check_notebook(path, [{"u": define("1")}], {})
    (failure,) = report.failures
    assert all(part in failure for part in ("99_test.ipynb", "cell derive", "u = 2"))
    assert (report.displays, report.claims) == (1, 2)


def test_a_failure_names_where_the_symbols_are_declared(tmp_path):
    where = 'symbols: tests/checking/symbols/99_test.py, SYMBOLS, or CELLS["derive"] for this cell'
    for tex, is_about_symbols in (("u = 2", True), ("q = 1", True), (r"u = \ln 3", False)):
        path = notebook(tmp_path, ("derive", f"$${tex}$$", {}))
        (failure,) = check_notebook(path, [{"u": define("1")}], {}).failures
        assert (where in failure) == is_about_symbols, failure


def test_symbols_that_belong_to_nothing_are_reported(tmp_path):
    """The files of the course itself are looked at in tests/material/test_derivations_hold.py."""

    def problems(text, stems=("09_hunt",)):
        (tmp_path / "09_hunt.py").write_text(text)
        return list(problems_of_symbols(stems, tmp_path))

    assert problems('PAIR = {}\nSYMBOLS = {}\nCELLS = {"a": PAIR}\nNOT_EVALUATED: dict = {}\nlower = 1') == []
    assert problems("") == []
    (orphan,) = problems("", stems=("09_hunts",))
    assert "belongs to no notebook" in orphan and "09_hunt.py" in orphan
    (misspelt,) = problems("SYMBOLS = {}\nNOT_EVALUTED = {}")
    assert "nobody reads NOT_EVALUTED" in misspelt and "NOT_EVALUATED" in misspelt


@pytest.fixture
def failures_with(tmp_path, monkeypatch):
    """A function: the failures of a notebook whose file of symbols, 99_test.py, has this text."""
    monkeypatch.setattr(symbols, "FOLDER", tmp_path)
    monkeypatch.setattr(symbols, "__path__", [str(tmp_path)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path = notebook(tmp_path, ("derive", "$$z = W x + b$$", {}))

    def failures(text):
        sys.modules.pop("tests.checking.symbols.99_test", None)
        importlib.invalidate_caches()
        (tmp_path / "99_test.py").write_text(text)
        return check_notebook(path).failures

    yield failures
    sys.modules.pop("tests.checking.symbols.99_test", None)


def test_a_symbols_file_may_be_missing_or_short_but_must_be_importable(failures_with):
    assert declarations_for("99_test") == ((SHARED,), {}, {})
    assert failures_with("") == []
    assert failures_with("SYMBOLS = {}") == []
    assert failures_with("CELLS = {}") == []
    for text, said in (
        ("import nowhere", "No module named 'nowhere'"),
        ("1 / 0", "ZeroDivisionError"),
        ("(", "SyntaxError"),
    ):
        (failure,) = failures_with(text)
        assert "tests/checking/symbols/99_test.py cannot be imported" in failure and said in failure


def in_text(tmp_path, text, declarations=None, cells=None, not_evaluated=None):
    """The report on a notebook that consists of one text."""
    path = notebook(tmp_path, ("text", text, {}))
    return check_notebook(path, [SHARED, declarations or {}], cells or {}, not_evaluated)


def test_formulas_in_the_text_are_checked(tmp_path):
    right = r"""
So $2 \cdot 3 = 6$ and $\log 2 \approx 0.69$, where $x_1 = 2$, `$1 = 2$`, $\sum_{n=1}^{N} n$, and $[z_i > 0]$ is a bracket;
$\partial L / \partial W = g x^\top$, $1 - \sigma(z) = \sigma(-z)$ and $\sigma(z_i) > 0$.

| a table | $L'$ | $\partial L / \partial x = W^\top g$ |

$$z = W x + b$$
"""
    report = in_text(tmp_path, right)
    assert not report.failures
    assert (report.inline, report.settings, report.displays) == (6, 1, 1)
    for old, new in (
        ("= 6", "= 7"),
        ("0.69", "0.68"),
        (r"x^\top", "x"),
        (r"W^\top g", "W g"),
        (r"1 - \sigma", r"1 + \sigma"),
        (r"(z_i) > 0", r"(z_i) \gt 1"),
        ("x_1 = 2", r"\clubsuit = 2"),
        ("[z_i > 0]", "[z_i > 0[ = 1"),
        ("[z_i > 0]", r"z_i \sim 0"),
    ):
        assert right.count(old) == 1
        assert len(in_text(tmp_path, right.replace(old, new)).failures) == 1, new


SETTINGS = [
    "y = 1",
    "x_1 = 0.25",
    "x_1 = x_2 = 0",
    r"\hat y = -\frac{1}{2}",
    "y = 1/2, 3/4",
    r"y = \pm 40",
    r"y > 2 \cdot 10^{-3}",
    r"y \ne 0",
    "x = (0, -0.5)",
    "j = l",
    r"j \ne l",
    "W_{ij} = 0",
    "N = 4",
    "l = 2",
]
NO_SETTINGS = [
    r"y \approx 1",
    "y = 1 + 1",
    "-y = 1",
    "y^2 = 1",
    "x^\\top = 1",
    "y > 1 > 0",
    "x_1 > x_2 = 0",
    "1 = y",
    "y = w",
    "j < l",
    r"\sigma(y) = 1",
    "q = 1",  # not declared
    "e = 2",
    "u = 3",  # it is 1: this is wrong
    "y = (1)",
    "y = ",
    "y",
    "[y > 1]",
    r"y = 1 \text{ or } 2",
    r"y \sim 1",
    "W_{ijk} = 0",  # it has two indices
    "x_9 = 0",
    "s = 1",  # it is computed from a size
]


def test_a_setting_is_recognised_strictly():
    declared = scope({"y": real(), "w": real(), "u": define("e^v"), "v": one_of(0), "s": define(r"\frac{1}{N}")})
    assert [tex for tex in SETTINGS if not is_setting(tex, declared)] == []
    assert [tex for tex in NO_SETTINGS if is_setting(tex, declared)] == []


def test_a_value_that_is_declared_is_not_merely_set(tmp_path):
    text = "With $x = (2, 3)$ and $w = (1, -1)$ the sum is $s = -1$."
    given = {"x": define("(2, 3)"), "w": define("(1, -1)"), "s": define(r"w \cdot x")}
    report = in_text(tmp_path, text, given)
    assert not report.failures
    assert (report.inline, report.settings) == (3, 0)
    for old, new in (("(2, 3)", "(3, 2)"), ("s = -1", "s = 1"), ("(1, -1)", "(1, 1)")):
        assert len(in_text(tmp_path, text.replace(old, new), given).failures) == 1


def test_formulas_in_reasons_are_checked(tmp_path):
    right = r"""$$
\begin{aligned}
2 \log p &= \log p^2     && \log a^k = k \log a \\
         &= -\log p^{-2} && p \ne 0 \text{ or } \mathrm{i}^2 = -1 \text{: nothing, as } p > 0
\end{aligned}
$$"""
    declarations = {"p": real(0, 1), "a": real(0, 2), "k": real()}
    report = in_text(tmp_path, right, declarations)
    assert not report.failures
    assert (report.claims, report.reasons, report.settings) == (2, 2, 2)
    for old, new in (
        ("k = k", "k = -k"),
        ("i}^2 = -1", "i}^2 = 1"),
        (r"\mathrm{i}^2 = -1", r"\clubsuit = 2"),
        ("p > 0", "p > 3"),
        ("nothing", "p = 2"),
        ("nothing", "$p = 3$"),
        ("nothing", "$p^2 = p$"),
    ):
        assert right.count(old) == 1
        assert len(in_text(tmp_path, right.replace(old, new), declarations).failures) == 1, new


ODDS = {
    r"\hat y": real(0, 1),
    "z": define(r"\log \frac{\hat y}{1 - \hat y}"),
    "y": real(0, 1),
    "w": real(),
    "q": real(),
    r"\ell(q)": define("q^2"),
}
TWO_LINES = {  # a reason, the line above it and its own line; and errors in the reason
    (r"\text{multiply by } 1 - \hat y", r"e^z = \frac{\hat y}{1 - \hat y} \\ e^z (1 - \hat y) = \hat y"):
        [("1 -", "1 +"), ("1 -", "2 -"), (r"\hat y", "y"), (r"1 - \hat y", "e^{-z}")],
    (r"\text{cancel } \hat y (1 - \hat y)", r"w = w \frac{q}{\hat y (1 - \hat y)} \cdot \hat y (1 - \hat y) / q \\ = w"):
        [("1 -", "1 +"), ("(1", "(2"), (r"\hat y (", "(2 ")],
    (r"\text{chain rule for } e^{-z}",
     r"\frac{d}{dz} (1 + e^{-z}) = 0 + \frac{d}{dz} e^{-z} \\ = 0 + e^{-z} \cdot \frac{d}{dz} (-z)"): [("-z", "+z"), ("z", "w")],
    (r"\text{divide by } 1 + e^z", r"1 + e^z = q (1 + e^z) / q \\ \frac{1 + e^z}{1 + e^z} = 1"): [("+", "-"), ("z", "y")],
    (r"\text{the slope of } -z \text{ is } -1", r"q = e^{-z} \frac{d}{dz} (-z) \\ = -e^{-z}"): [("-1", "-2"), ("-z", "-w")],
    (r"\text{the slope of } 1 \text{ is } 0", r"q = \frac{d}{d\hat y} (1 - \hat y) \\ = -1"): [("0", "2")],
    (r"-z \text{ for } z", r"q = w \\ \sigma(-z) = 1 - \sigma(z)"): [("-z", "-w"), ("-z", "-2 z")],
    (r"\text{the inner slope is } -w", r"q = w \\ \sigma(z - w q) = \sigma(-q w + z)"): [("w", "y"), ("-w", "-2 w")],
    (r"\text{definition of } \sigma", r"q = w \\ \sigma(z) = \frac{1}{1 + e^{-z}}"): [(r"\sigma", r"\operatorname{ReLU}")],
    (r"\text{definition of } \sigma'", r"q = w \\ \sigma'(z) = 1"): [("'", "''"), ("'", "(w)")],
    (r"\log \text{ undoes } e", r"q = \log(e^w) \\ = w"): [(r"\log", r"\exp")],
    (r"2 q \text{ and } q w", r"q = 2 w (z + 1) q \\ = 1"): [("2 q", "3 q"), ("q w", "q z")],
    (r"w + q \text{ and } -q - z", r"q = w - z + y + q \\ = w - z - q"): [("w + q", "w + 2 q"), ("- z", "+ z")],
    (r"\text{take out } \frac{1}{2}", r"q = \frac{1}{2} w + \frac{1}{2} z \\ = \frac{1}{2} (w + z)"): [("{2}", "{3}")],
    (r"\text{$y$ is constant, $q - 1$ too}", r"q = \frac{d}{dz} (y + q - 1) \\ = 0"): [("y", "w"), ("- 1", "+ 1")],
    (r"\tfrac{1}{2} \cdot 2 w \text{: the } 2 \text{ goes}", r"q = w \\ = 1 w"): [("the } 2", "the } 3"), (r"\cdot 2", r"\cdot 3")],
    (r"\text{put } z = 0", r"q = z \\ \sigma(0) = \frac{1}{2}"): [("0", "3"), ("z", "w")],
    (r"z \to 0", r"q = z \\ \sigma(0) = \frac{1}{2}"): [("0", "3"), ("z", "w")],
    (r"w \to 0", r"q = 1 \\ \lim_{w \to 0} (w + 1) = 2"): [("0", "3")],
    (r"w = \pm 3", r"q = w \\ w \cdot 3 = q"): [("3", "4"), ("w", "y")],
    (r"\text{with } q = 3", r"w = y \\ w = \ell(3)"): [("3", "4"), ("q", "z")],
    (r"\text{on: } 1 \text{, off: } 0", r"w = y \\ w = [q > y]"): [("1", "2"), ("0", "2")],
    (r"\text{slope } 2 \text{ in } q", r"w = y \\ w = 2 q"): [("2", "3"), ("q", "z")],
    (r"\text{as } y > 0", r"q = |y| \\ = y"): [(">", "<"), ("0", "2")],
    (r"\text{only } j = l \text{ is left}", r"z_k = \sum_j \delta_{jl} W_{ij} \\ = W_{il}"): [("j = l", "j = i"), ("j", "k")],
    (r"\text{only } i = k \text{ counts}", r"z_k = \sum_i g_i \frac{\partial z_i}{\partial W_{kl}} \\ = g_k x_l"): [("k", "l")],
    (r"i \ne k \text{: nothing}", r"z_k = \frac{\partial z_i}{\partial b_k} \\ = \delta_{ik}"): [("k", "i"), ("k", "n")],
    (r"W_{ij} \text{ stays, } b_i \text{ goes}", r"z_k = \sum_j W_{ij} x_j + b_i \\ = W_{ij}"): [("{ij}", "{ji}"), ("b_i", "b_k")],
    (r"\text{row } j \text{ of } W^\top", r"z = x^\top W^\top \\ = W_{kj}"): [(r"W^\top", "x^2"), ("j", "n")],
    (r"g x^\top", r"\frac{\partial L}{\partial W} = g x^\top \\ = g x^\top"): [(r"g x^\top", r"x g^\top"), (r"^\top", "")],
    (r"\text{over all } m", r"z_k = z_k + 1 \\ = \sum_{m=1}^{2} b_k"): [("m", "j")],
    (r"\text{the terms } W_{mk} \text{ of all } m", r"z = \sum_{m=1}^{2} x_m W_{mk} \\ = g"): [("mk", "km"), ("all } m", "all } n")],
}  # fmt: skip
PLANTED = [(*given, *error) for given, errors in TWO_LINES.items() for error in errors]


def problems_of_reasons(reason, lines):
    """What is wrong with the reason behind the second of two lines; what the lines say need not be true."""
    declared = scope({} if "_k" in lines or "x" in lines else ODDS)
    formulas = [
        Formula("", "reasons", (), r.tex, declared, {}, r) for r in reasons_of(f"{lines} && {reason}", declared)
    ]
    return [failure.problem for formula in formulas for failure in judge_formula(formula)[1]]


@pytest.mark.parametrize("reason, lines", TWO_LINES, ids=[reason for reason, _ in TWO_LINES])
def test_a_formula_in_a_reason_is_found_in_its_lines(reason, lines):
    assert problems_of_reasons(reason, lines) == []


@pytest.mark.parametrize("reason, lines, old, new", PLANTED, ids=[f"{p[0]} {p[3]}" for p in PLANTED])
def test_a_formula_in_a_reason_that_occurs_nowhere_is_caught(reason, lines, old, new):
    assert old in reason
    assert len(problems_of_reasons(reason.replace(old, new, 1), lines)) == 1


ELSEWHERE = [  # where a reason points at something that is near, and yet in neither of the two lines
    ("w", r"q = w \\ = z \\ = y"),  # two lines above
    ("1", r"z_k = x_1 \\ = W_{k2} b_1"),  # the number of a row
    ("i = k", r"z_k = g \\ = \frac{\partial b_i}{\partial x_k}"),  # zero for all i and k
    (r"y > 0 \text{, so } 0", r"q = |y| \\ = y"),  # in the case that the reason itself names
]


@pytest.mark.parametrize("reason, lines", ELSEWHERE, ids=[reason for reason, _ in ELSEWHERE])
def test_what_is_near_does_not_count(reason, lines):
    assert len(problems_of_reasons(reason, lines)) == 1


def test_a_reason_that_does_not_fit_is_reported_with_its_line_and_may_be_listed(tmp_path):
    text = r"$$\begin{aligned} 2 p &= p + p && \text{half of } 4 p \text{, twice } p \end{aligned}$$"
    (failure,) = in_text(tmp_path, text, {"p": real()}).failures
    assert r"2 p &= p + p && \text{half of } 4 p" in failure
    assert "4 p occurs neither in the line above nor in this line;" in failure
    assert "mend it, write it as an equation" in failure and "or in words" in failure
    assert 'tests/checking/symbols/99_test.py: NOT_EVALUATED = {"text": ' in failure
    listed = {"text": {"4 p": "an example"}}
    report = in_text(tmp_path, text, {"p": real()}, not_evaluated=listed)
    assert (report.failures, report.found, report.listed) == ([], 1, [("text", "4 p", "an example")])
    assert in_text(tmp_path, text.replace("4 p", "2 p"), {"p": real()}, not_evaluated=listed).failures


def test_declarations_for_the_text_of_a_cell(tmp_path):
    text = "$$u = 1$$\n\n$u - 2 = 0$, now $u = 3$ and $u + 1 = 4$.\n\nAgain $u = 2$."
    cells = {"text": {"u": define("1")}, "text#text": {"u": define("2")}, "text#text: *now*": {"u": define("3")}}
    assert not in_text(tmp_path, text, cells=cells).failures
    for pattern in cells:
        others = {other: given for other, given in cells.items() if other != pattern}
        assert in_text(tmp_path, text, {"u": real()}, others).failures
    assert len(in_text(tmp_path, text, cells=cells | {"text#text: now*": {}}).failures) == 1


def test_what_is_listed_as_not_evaluated_must_be_there_and_must_not_hold(tmp_path):
    def failures(listed, text=r"$\partial L / \partial x = W g$ is wrong."):
        return in_text(tmp_path, text, not_evaluated={"text": listed}).failures

    wrong = r"\partial L / \partial x = W g"
    assert len(failures({})) == 1
    assert not failures({wrong: "shown to be wrong"})
    assert len(failures({wrong: " "})) == 1
    assert len(failures({wrong: "shown to be wrong", "x = 2 g": "not there"})) == 1
    assert len(failures({r"\partial L / \partial b = g": "it holds"}, r"$\partial L / \partial b = g$")) == 1
    assert len(failures({"x_1 = 2": "a setting"}, "$x_1 = 2$")) == 1
    assert len(failures({"z = x": "a display cannot be listed"}, "$$z = x$$")) == 2


def test_a_line_marked_as_unchecked_needs_a_reason_and_must_exist(tmp_path):
    def failures(marks):
        path = notebook(tmp_path, ("derive", r"$$u = 1 \\ \clubsuit = 2$$", {"unchecked_derivations": marks}))
        return check_notebook(path, [{"u": define("1")}], {}).failures

    assert not failures({r"\clubsuit": "a card"})
    assert len(failures({})) == 1
    assert len(failures({r"\clubsuit": " "})) == 1
    assert len(failures({r"\clubsuit": "a card", r"\spadesuit": "another"})) == 1
    assert len(failures({r"\clubsuit": "a card", "=": "everything"})) == 1
    (needless,) = failures({r"\clubsuit": "a card", "u = 1": "why not"})
    assert "u = 1" in needless and "need not be: its line holds" in needless
    (no_dictionary,) = failures([r"\clubsuit"])
    assert 'unchecked_derivations is no dictionary: give {"a piece of the line": "why"}' in no_dictionary


def test_a_declaration_of_a_wrong_kind_is_named(failures_with):
    for text in ('SYMBOLS = {"V": "W_2 W_1"}', 'CELLS = {"derive": {"V": 2}}'):
        (failure,) = failures_with(text)
        assert "99_test.py, 'V': " in failure and 'is no declaration: write define(r"...")' in failure


def test_a_formula_without_symbols_is_reported_without_a_place(tmp_path):
    (failure,) = check_notebook(notebook(tmp_path, ("derive", r"$$2 \cdot 3 = 7$$", {})), [{}], {}).failures
    assert "\n    at " not in failure


def test_an_undeclared_symbol_in_a_cell_that_has_no_name_yet(tmp_path):
    path = notebook(tmp_path, ("7c87e7e2", "$$r = 2$$", {}))
    (failure,) = check_notebook(path, [{}], {}).failures
    assert "r is not declared" in failure and "run tests.scripts.regenerate first" in failure


def test_declarations_for_cells_replace_those_for_the_notebook(tmp_path):
    path = notebook(tmp_path, ("one", "$$u = 1$$", {}), ("two", "$$u = 2$$\n\n$$u = 3$$", {}))
    cells = {"two": {"u": define("2")}, "two#2": {"u": define("3")}}
    assert not check_notebook(path, [{"u": define("1")}], cells).failures
    assert "no formula belongs to" in check_notebook(path, [{"u": define("1")}], cells | {"six": {}}).failures[0]


def test_every_sign_and_transpose_matters():
    """A taste of mutate_derivations.py, which does this for every line of every notebook."""
    for name in ("sigmoid", "layer"):
        declarations, tex = RIGHT[name]
        declared = scope(declarations)
        places = [i for i in range(len(tex)) if tex[i] in "+-" or tex.startswith(r"^\top", i)]
        assert places
        for i in places:
            cut = 5 if tex[i] == "^" else 1
            mutant = tex[:i] + {"+": "-", "-": "+", "^": ""}[tex[i]] + tex[i + cut :]
            assert check_display(mutant, declared)[0], mutant
