"""Which function each operator and array method means."""

from limpid.graph import arithmetic
from limpid.graph.operators import FUNCTIONS
from limpid.ops.abs import abs
from limpid.ops.argmax import argmax
from limpid.ops.argmin import argmin
from limpid.ops.bitwise_right_shift import bitwise_right_shift
from limpid.ops.clip import clip
from limpid.ops.equal import equal
from limpid.ops.exp import exp
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
from limpid.ops.pow import pow
from limpid.ops.relu import relu
from limpid.ops.sigmoid import sigmoid
from limpid.ops.sqrt import sqrt
from limpid.ops.tanh import tanh
from limpid.ops.transpose import transpose

syntax = [
    arithmetic.add,
    arithmetic.astype,
    arithmetic.divide,
    arithmetic.multiply,
    arithmetic.negative,
    arithmetic.reshape,
    arithmetic.subtract,
    arithmetic.sum,
    abs,
    argmax,
    argmin,
    bitwise_right_shift,
    clip,
    equal,
    exp,
    get_item,
    greater,
    greater_equal,
    less,
    less_equal,
    log,
    matmul,
    matrix_transpose,
    max,
    mean,
    min,
    not_equal,
    pow,
    relu,
    sigmoid,
    sqrt,
    tanh,
    transpose,
]

FUNCTIONS.update({function.__name__: function for function in syntax})
