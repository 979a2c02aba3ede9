"""Which function each operator and array method means."""

from collections.abc import Callable
from typing import Any

from limpid.graph import arithmetic
from limpid.graph.operators import FUNCTIONS
from limpid.ops.abs import abs
from limpid.ops.all import all
from limpid.ops.any import any
from limpid.ops.argmax import argmax
from limpid.ops.argmin import argmin
from limpid.ops.bitwise_and import bitwise_and
from limpid.ops.bitwise_invert import bitwise_invert
from limpid.ops.bitwise_left_shift import bitwise_left_shift
from limpid.ops.bitwise_or import bitwise_or
from limpid.ops.bitwise_right_shift import bitwise_right_shift
from limpid.ops.bitwise_xor import bitwise_xor
from limpid.ops.clip import clip
from limpid.ops.dot import dot
from limpid.ops.equal import equal
from limpid.ops.exp import exp
from limpid.ops.floor_divide import floor_divide
from limpid.ops.get_item import get_item
from limpid.ops.greater import greater
from limpid.ops.greater_equal import greater_equal
from limpid.ops.less import less
from limpid.ops.less_equal import less_equal
from limpid.ops.log import log
from limpid.ops.matmul import matmul
from limpid.ops.matrix_transpose import matrix_transpose
from limpid.ops.max import max
from limpid.ops.mean import mean
from limpid.ops.min import min
from limpid.ops.not_equal import not_equal
from limpid.ops.positive import positive
from limpid.ops.pow import pow
from limpid.ops.prod import prod
from limpid.ops.relu import relu
from limpid.ops.remainder import remainder
from limpid.ops.sigmoid import sigmoid
from limpid.ops.sqrt import sqrt
from limpid.ops.std import std
from limpid.ops.tanh import tanh
from limpid.ops.transpose import transpose
from limpid.ops.var import var

__all__: list[str] = []

MEANINGS: dict[str, Callable[..., Any]] = {
    "add": arithmetic.add,
    "astype": arithmetic.astype,
    "divide": arithmetic.divide,
    "multiply": arithmetic.multiply,
    "negative": arithmetic.negative,
    "reshape": arithmetic.reshape,
    "subtract": arithmetic.subtract,
    "sum": arithmetic.sum,
    "abs": abs,
    "all": all,
    "any": any,
    "argmax": argmax,
    "argmin": argmin,
    "bitwise_and": bitwise_and,
    "bitwise_invert": bitwise_invert,
    "bitwise_left_shift": bitwise_left_shift,
    "bitwise_or": bitwise_or,
    "bitwise_right_shift": bitwise_right_shift,
    "bitwise_xor": bitwise_xor,
    "clip": clip,
    "dot": dot,
    "equal": equal,
    "exp": exp,
    "floor_divide": floor_divide,
    "get_item": get_item,
    "greater": greater,
    "greater_equal": greater_equal,
    "less": less,
    "less_equal": less_equal,
    "log": log,
    "matmul": matmul,
    "matrix_transpose": matrix_transpose,
    "max": max,
    "mean": mean,
    "min": min,
    "not_equal": not_equal,
    "positive": positive,
    "pow": pow,
    "prod": prod,
    "relu": relu,
    "remainder": remainder,
    "sigmoid": sigmoid,
    "sqrt": sqrt,
    "std": std,
    "tanh": tanh,
    "transpose": transpose,
    "var": var,
}

FUNCTIONS.update(MEANINGS)
