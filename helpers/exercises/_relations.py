"""What wrong numbers are to the right ones: their negatives, their half, without a factor, added up, rounded ...

This names a slip in every exercise, whether or not it stands in the catalogue. A relation is said only if it holds for
every number in every case, and no other one does.
"""

import numpy as np

from ._compare import are_near, is_narrow

TURNED, LOST = "the sign of {what} is turned", "{what} loses its sign"
PRODUCT, FROM_1 = "all entries of {what} are multiplied", "{what} is taken away from 1"
OF_YES_AND_NO = {  # what a product and a difference are, where every number is 0 or 1
    PRODUCT: "one answer is given for all entries of {what} together, as by `all`",
    FROM_1: "yes and no (1 and 0) are exchanged in {what}",
}
OF_ONE = (  # of each number
    (TURNED, lambda right: -right),
    ("{what} is halved", lambda right: right / 2),
    ("{what} is doubled", lambda right: 2 * right),
    ("{what} is multiplied by 100, as for percent", lambda right: 100 * right),
    ("{what} is divided by log(2), as with logarithms of base 2", lambda right: right / np.log(2)),
    ("{what} is divided by log(10), as with logarithms of base 10", lambda right: right / np.log(10)),
    ("{what} is multiplied by log(2), as with natural logarithms in place of base 2", lambda right: right * np.log(2)),
    (FROM_1, lambda right: 1 - right),
    ("{what} is upside down: numerator and denominator have changed places", lambda right: 1 / right),
    ("{what} is squared", lambda right: right**2),
    ("the square root of {what} is taken", np.sqrt),
    (LOST, np.abs),
)
ANY = "one answer is given for all entries of {what} together, as by `any`"
OF_ALL = (
    ("all entries of {what} are added up", lambda right: right.sum()),
    ("all entries of {what} are averaged", lambda right: right.mean()),
    (PRODUCT, lambda right: right.prod()),
    ("{what} is transposed", np.transpose),
    ("an axis of length 1 too many is in {what}, as by keepdims", lambda right: np.expand_dims(right, 0)),
    ("an axis of length 1 too many is in {what}, as by `[:, None]`", lambda right: np.expand_dims(right, -1)),
)


def said_of(pairs, cases, name):
    """What is said of wrong numbers beside the right ones; ``name`` is that of the value, or "" for a single result."""
    what = f"`{name}`" if name else "the result"
    return rounding(pairs, what) or relation(pairs, cases, what)


def relation(pairs, cases, what):
    """The words for what the first of each pair is to the second, its right value; None if there are none.

    ``cases`` are the arguments behind each pair, by name; ``what`` stands for the right value in the words.
    """
    off = [IN_FLOAT32 if is_narrow(case) else EXACT for case in cases]  # how far off a number may be

    def holds(made):
        return all(same(mine, made(right), relative) for (mine, right), relative in zip(pairs, off, strict=True))

    with np.errstate(all="ignore"):
        if not pairs or holds(np.asarray):
            return None
        if any(np.isnan(mine).any() > np.isnan(right).any() for mine, right in pairs):
            return None  # many a wrong step gives nan, and so do some of the relations
        fitting = [words for words, made in (*OF_ONE, *OF_ALL) if holds(made)]
        fitting += [words for words, factors in factors_of(cases) if times(pairs, factors, off)]
        if all(np.all((right == 0) | (right == 1)) for _, right in pairs):
            fitting = [OF_YES_AND_NO.get(words, words) for words in fitting]
            fitting += [ANY] if all(same(mine, right.max(initial=0)) for mine, right in pairs) else []
    if len(fitting) == 1 or fitting == [TURNED, LOST]:  # the same, where no right number is above 0
        return fitting[0].format(what=what)
    return None


WAYS = {  # to lose digits, with the words for it: after the point, and to whole numbers
    "rounded": (np.round, "rounded to {}", "rounded to whole numbers"),
    "cut off": (
        lambda right, places: np.trunc(right * 10.0**places) / 10.0**places,
        "cut off after {}",
        "cut off at the point, as by `int`",
    ),
    "rounded down": (
        lambda right, places: np.floor(right * 10.0**places) / 10.0**places,
        "rounded down to {}",
        "rounded down to whole numbers, as by `//`",
    ),
}


def rounding(pairs, what):
    """To how many decimal places all numbers are rounded, or where they are cut off; None if they are not.

    Where only one number is left of all of them, or only 0 and 1, they may be anything: answers of yes and no, too.
    """
    with np.errstate(all="ignore"):
        numbers = {number for mine, _ in pairs for number in mine.ravel()}
        if len(numbers) < 2 or numbers <= {0, 1}:
            return None
        for places in range(9):
            fitting = [
                way for way, (made, *_) in WAYS.items() if all(same(m, made(r, places), 1e-12) for m, r in pairs)
            ]
            if fitting:
                after, whole = WAYS[fitting[0]][1:]
                if fitting == ["cut off", "rounded down"]:  # none is below 0
                    whole = "cut off at the point, as by `//` or `int`"
                elif len(fitting) > 1:
                    after, whole = "rounded or cut off to {}", "rounded or cut off to whole numbers"
                words = after.format(f"{places} decimal place{'s' * (places > 1)}") if places else whole
                return f"{what} is {words}: all digits are wanted"
    return None


EXACT, IN_FLOAT32 = 1e-8, 1e-5


def same(mine, right, relative=EXACT):
    return are_near(mine, np.asarray(right), relative)


def factors_of(cases):
    """Each argument, and how many entries, rows or columns it has, as a factor or a divisor.

    Of several arguments with as many, the first is named.
    """
    lengths_of = {}
    for name in cases[0]:
        values = [case[name] for case in cases]
        if not all(isinstance(value, (int, float, np.ndarray, np.number)) for value in values):
            continue
        values = [np.asarray(value, dtype=float) for value in values]
        divided = f"{{what}} is divided by `{name}`: such a factor is lost, or it is divided once too often"
        yield divided, [1 / value for value in values]
        yield (
            f"{{what}} is multiplied by `{name}`: there is such a factor too many, or a division by it is missing",
            values,
        )
        sizes = [float(value.size) for value in values]
        if len({value.ndim for value in values}) > 1 or values[0].ndim > 1:
            lengths_of.setdefault(tuple(sizes), f"the number of entries of `{name}`")
        for axis, lines in ((0, "rows"), (1, "columns")):
            if all(value.ndim == 2 for value in values) or (axis == 0 and all(value.ndim == 1 for value in values)):
                of = f"the number of {lines if values[0].ndim == 2 else 'entries'} of"
                lengths_of.setdefault(tuple(float(value.shape[axis]) for value in values), f"{of} `{name}`")
    for lengths, words in lengths_of.items():
        if set(lengths) != {2.0}:  # then it is halved, or doubled
            yield f"{{what}} is divided by {words}, too", [np.asarray(1 / length) for length in lengths]
            yield f"{{what}} is multiplied by {words}", [np.asarray(length) for length in lengths]


def times(pairs, factors, off):
    """Are the first of each pair the right numbers times these factors, but for what they may be off by?"""
    return all(
        factor.shape in ((), right.shape) and same(mine, right * factor, relative)
        for (mine, right), factor, relative in zip(pairs, factors, off, strict=True)
    )
