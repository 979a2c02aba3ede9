# Written by tools/index.py from the files of this folder; edit those.
"""Tensor functions, by the Array API standard's names, then Keras's."""

from limpid.ops.abs import Abs, abs
from limpid.ops.argmax import Argmax, argmax
from limpid.ops.argmin import Argmin, argmin
from limpid.ops.arithmetic import (
    add,
    astype,
    broadcast_to,
    divide,
    multiply,
    negative,
    reshape,
    subtract,
    sum,
)
from limpid.ops.average_pool import average_pool
from limpid.ops.bitwise_right_shift import BitwiseRightShift, bitwise_right_shift
from limpid.ops.clip import clip
from limpid.ops.concat import Concat, concat
from limpid.ops.concatenate import concatenate
from limpid.ops.conv import Conv, conv
from limpid.ops.cos import Cos, cos
from limpid.ops.equal import Equal, equal
from limpid.ops.exp import Exp, exp
from limpid.ops.expand_dims import expand_dims
from limpid.ops.get_item import GetItem, get_item
from limpid.ops.greater import Greater, greater
from limpid.ops.greater_equal import GreaterEqual, greater_equal
from limpid.ops.isfinite import Isfinite, isfinite
from limpid.ops.isinf import Isinf, isinf
from limpid.ops.isnan import Isnan, isnan
from limpid.ops.less import Less, less
from limpid.ops.less_equal import LessEqual, less_equal
from limpid.ops.log import Log, log
from limpid.ops.log_softmax import log_softmax
from limpid.ops.logsumexp import logsumexp
from limpid.ops.matmul import Matmul, matmul
from limpid.ops.matrix_transpose import matrix_transpose
from limpid.ops.max import Max, max
from limpid.ops.max_pool import MaxPool, max_pool
from limpid.ops.maximum import Maximum, maximum
from limpid.ops.mean import mean
from limpid.ops.min import Min, min
from limpid.ops.minimum import Minimum, minimum
from limpid.ops.not_equal import NotEqual, not_equal
from limpid.ops.one_hot import one_hot
from limpid.ops.pad import Pad, pad
from limpid.ops.permute_dims import permute_dims
from limpid.ops.pow import Pow, pow
from limpid.ops.random_bits import RandomBits, random_bits
from limpid.ops.relu import Relu, relu
from limpid.ops.sigmoid import Sigmoid, sigmoid
from limpid.ops.sign import Sign, sign
from limpid.ops.sin import Sin, sin
from limpid.ops.softmax import softmax
from limpid.ops.sqrt import Sqrt, sqrt
from limpid.ops.square import Square, square
from limpid.ops.squeeze import squeeze
from limpid.ops.stack import stack
from limpid.ops.stop_gradient import StopGradient, stop_gradient
from limpid.ops.syntax import syntax
from limpid.ops.take import Take, take
from limpid.ops.take_along_axis import TakeAlongAxis, take_along_axis
from limpid.ops.tanh import Tanh, tanh
from limpid.ops.transpose import Transpose, transpose
from limpid.ops.where import Where, where

__all__ = [
    "Abs",
    "Argmax",
    "Argmin",
    "BitwiseRightShift",
    "Concat",
    "Conv",
    "Cos",
    "Equal",
    "Exp",
    "GetItem",
    "Greater",
    "GreaterEqual",
    "Isfinite",
    "Isinf",
    "Isnan",
    "Less",
    "LessEqual",
    "Log",
    "Matmul",
    "Max",
    "MaxPool",
    "Maximum",
    "Min",
    "Minimum",
    "NotEqual",
    "Pad",
    "Pow",
    "RandomBits",
    "Relu",
    "Sigmoid",
    "Sign",
    "Sin",
    "Sqrt",
    "Square",
    "StopGradient",
    "Take",
    "TakeAlongAxis",
    "Tanh",
    "Transpose",
    "Where",
    "abs",
    "add",
    "argmax",
    "argmin",
    "astype",
    "average_pool",
    "bitwise_right_shift",
    "broadcast_to",
    "clip",
    "concat",
    "concatenate",
    "conv",
    "cos",
    "divide",
    "equal",
    "exp",
    "expand_dims",
    "get_item",
    "greater",
    "greater_equal",
    "isfinite",
    "isinf",
    "isnan",
    "less",
    "less_equal",
    "log",
    "log_softmax",
    "logsumexp",
    "matmul",
    "matrix_transpose",
    "max",
    "max_pool",
    "maximum",
    "mean",
    "min",
    "minimum",
    "multiply",
    "negative",
    "not_equal",
    "one_hot",
    "pad",
    "permute_dims",
    "pow",
    "random_bits",
    "relu",
    "reshape",
    "sigmoid",
    "sign",
    "sin",
    "softmax",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "stop_gradient",
    "subtract",
    "sum",
    "syntax",
    "take",
    "take_along_axis",
    "tanh",
    "transpose",
    "where",
]
