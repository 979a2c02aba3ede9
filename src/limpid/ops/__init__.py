# Written by tools/index.py from the files of this folder; edit those.
"""Tensor functions, by the Array API standard's names, then Keras's."""

from limpid.ops import linalg
from limpid.ops.abs import Abs, abs
from limpid.ops.acos import Acos, acos
from limpid.ops.acosh import Acosh, acosh
from limpid.ops.all import all
from limpid.ops.any import any
from limpid.ops.arange import arange
from limpid.ops.argmax import Argmax, argmax
from limpid.ops.argmin import Argmin, argmin
from limpid.ops.argsort import Argsort, argsort
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
from limpid.ops.asarray import asarray
from limpid.ops.asin import Asin, asin
from limpid.ops.asinh import Asinh, asinh
from limpid.ops.atan import Atan, atan
from limpid.ops.atan2 import Atan2, atan2
from limpid.ops.atanh import Atanh, atanh
from limpid.ops.average_pool import average_pool
from limpid.ops.bitwise_and import BitwiseAnd, bitwise_and
from limpid.ops.bitwise_invert import BitwiseInvert, bitwise_invert
from limpid.ops.bitwise_left_shift import BitwiseLeftShift, bitwise_left_shift
from limpid.ops.bitwise_or import BitwiseOr, bitwise_or
from limpid.ops.bitwise_right_shift import BitwiseRightShift, bitwise_right_shift
from limpid.ops.bitwise_xor import BitwiseXor, bitwise_xor
from limpid.ops.broadcast_arrays import broadcast_arrays
from limpid.ops.broadcast_shapes import broadcast_shapes
from limpid.ops.can_cast import can_cast
from limpid.ops.cast import cast
from limpid.ops.ceil import Ceil, ceil
from limpid.ops.celu import celu
from limpid.ops.clip import clip
from limpid.ops.concat import Concat, concat
from limpid.ops.concatenate import concatenate
from limpid.ops.constants import e, inf, nan, newaxis, pi
from limpid.ops.conv import Conv, conv
from limpid.ops.conv_transpose import conv_transpose
from limpid.ops.convert_to_numpy import convert_to_numpy
from limpid.ops.convert_to_tensor import convert_to_tensor
from limpid.ops.convolve import convolve
from limpid.ops.copysign import Copysign, copysign
from limpid.ops.cos import Cos, cos
from limpid.ops.cosh import Cosh, cosh
from limpid.ops.count_nonzero import count_nonzero
from limpid.ops.cumulative_prod import CumulativeProd, cumulative_prod
from limpid.ops.cumulative_sum import CumulativeSum, cumulative_sum
from limpid.ops.depthwise_conv import depthwise_conv
from limpid.ops.diff import diff
from limpid.ops.dot import dot
from limpid.ops.einsum import Einsum, einsum
from limpid.ops.elu import elu
from limpid.ops.empty import empty
from limpid.ops.empty_like import empty_like
from limpid.ops.equal import Equal, equal
from limpid.ops.erf import Erf, erf
from limpid.ops.exp import Exp, exp
from limpid.ops.expand_dims import expand_dims
from limpid.ops.expm1 import Expm1, expm1
from limpid.ops.eye import eye
from limpid.ops.finfo import finfo
from limpid.ops.flip import flip
from limpid.ops.floor import Floor, floor
from limpid.ops.floor_divide import FloorDivide, floor_divide
from limpid.ops.from_dlpack import from_dlpack
from limpid.ops.full import full
from limpid.ops.full_like import full_like
from limpid.ops.gelu import gelu
from limpid.ops.get_item import GetItem, get_item
from limpid.ops.glu import glu
from limpid.ops.greater import Greater, greater
from limpid.ops.greater_equal import GreaterEqual, greater_equal
from limpid.ops.hard_sigmoid import hard_sigmoid
from limpid.ops.hard_silu import hard_silu
from limpid.ops.hard_swish import hard_swish
from limpid.ops.hard_tanh import hard_tanh
from limpid.ops.hypot import Hypot, hypot
from limpid.ops.iinfo import iinfo
from limpid.ops.isdtype import isdtype
from limpid.ops.isfinite import Isfinite, isfinite
from limpid.ops.isin import Isin, isin
from limpid.ops.isinf import Isinf, isinf
from limpid.ops.isnan import Isnan, isnan
from limpid.ops.l2_normalize import l2_normalize
from limpid.ops.leaky_relu import leaky_relu
from limpid.ops.less import Less, less
from limpid.ops.less_equal import LessEqual, less_equal
from limpid.ops.linspace import linspace
from limpid.ops.log import Log, log
from limpid.ops.log1p import Log1p, log1p
from limpid.ops.log2 import Log2, log2
from limpid.ops.log10 import Log10, log10
from limpid.ops.log_sigmoid import log_sigmoid
from limpid.ops.log_softmax import log_softmax
from limpid.ops.logaddexp import Logaddexp, logaddexp
from limpid.ops.logical_and import logical_and
from limpid.ops.logical_not import logical_not
from limpid.ops.logical_or import logical_or
from limpid.ops.logical_xor import logical_xor
from limpid.ops.logsumexp import logsumexp
from limpid.ops.matmul import Matmul, matmul
from limpid.ops.matrix_transpose import matrix_transpose
from limpid.ops.max import Max, max
from limpid.ops.max_pool import MaxPool, max_pool
from limpid.ops.maximum import Maximum, maximum
from limpid.ops.mean import mean
from limpid.ops.meshgrid import meshgrid
from limpid.ops.min import Min, min
from limpid.ops.minimum import Minimum, minimum
from limpid.ops.moments import moments
from limpid.ops.moveaxis import moveaxis
from limpid.ops.multi_hot import multi_hot
from limpid.ops.namespace import __array_api_version__, __array_namespace_info__
from limpid.ops.nextafter import Nextafter, nextafter
from limpid.ops.nonzero import nonzero
from limpid.ops.normalize import normalize
from limpid.ops.not_equal import NotEqual, not_equal
from limpid.ops.one_hot import one_hot
from limpid.ops.ones import ones
from limpid.ops.ones_like import ones_like
from limpid.ops.outer import outer
from limpid.ops.pad import Pad, pad
from limpid.ops.permute_dims import permute_dims
from limpid.ops.positive import positive
from limpid.ops.pow import Pow, pow
from limpid.ops.prod import Prod, prod
from limpid.ops.random_bits import RandomBits, random_bits
from limpid.ops.ravel import ravel
from limpid.ops.reciprocal import Reciprocal, reciprocal
from limpid.ops.relu import Relu, relu
from limpid.ops.relu6 import Relu6, relu6
from limpid.ops.remainder import Remainder, remainder
from limpid.ops.repeat import repeat
from limpid.ops.resample import Resample, resample
from limpid.ops.result_type import result_type
from limpid.ops.roll import roll
from limpid.ops.round import Round, round
from limpid.ops.rsqrt import rsqrt
from limpid.ops.scan import Scan, scan
from limpid.ops.scatter import scatter
from limpid.ops.searchsorted import Searchsorted, searchsorted
from limpid.ops.segment_sum import segment_sum
from limpid.ops.selu import selu
from limpid.ops.separable_conv import separable_conv
from limpid.ops.shape import shape
from limpid.ops.sigmoid import Sigmoid, sigmoid
from limpid.ops.sign import Sign, sign
from limpid.ops.signbit import Signbit, signbit
from limpid.ops.silu import silu
from limpid.ops.sin import Sin, sin
from limpid.ops.sinh import Sinh, sinh
from limpid.ops.slice import slice
from limpid.ops.slice_update import slice_update
from limpid.ops.softmax import softmax
from limpid.ops.softplus import Softplus, softplus
from limpid.ops.softsign import softsign
from limpid.ops.sort import sort
from limpid.ops.split import split
from limpid.ops.sqrt import Sqrt, sqrt
from limpid.ops.square import Square, square
from limpid.ops.squeeze import squeeze
from limpid.ops.stack import stack
from limpid.ops.std import std
from limpid.ops.stop_gradient import StopGradient, stop_gradient
from limpid.ops.swapaxes import swapaxes
from limpid.ops.swish import swish
from limpid.ops.take import Take, take
from limpid.ops.take_along_axis import TakeAlongAxis, take_along_axis
from limpid.ops.tan import Tan, tan
from limpid.ops.tanh import Tanh, tanh
from limpid.ops.tensordot import tensordot
from limpid.ops.tile import tile
from limpid.ops.top_k import TopK, top_k
from limpid.ops.transpose import Transpose, transpose
from limpid.ops.tril import tril
from limpid.ops.triu import triu
from limpid.ops.trunc import Trunc, trunc
from limpid.ops.types import (
    bool,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from limpid.ops.unique_all import UniqueAll, unique_all
from limpid.ops.unique_counts import UniqueCounts, unique_counts
from limpid.ops.unique_inverse import UniqueInverse, unique_inverse
from limpid.ops.unique_values import unique_values
from limpid.ops.unstack import unstack
from limpid.ops.var import var
from limpid.ops.vecdot import vecdot
from limpid.ops.where import Where, where
from limpid.ops.zeros import zeros
from limpid.ops.zeros_like import zeros_like

__all__ = [
    "Abs",
    "Acos",
    "Acosh",
    "Argmax",
    "Argmin",
    "Argsort",
    "Asin",
    "Asinh",
    "Atan",
    "Atan2",
    "Atanh",
    "BitwiseAnd",
    "BitwiseInvert",
    "BitwiseLeftShift",
    "BitwiseOr",
    "BitwiseRightShift",
    "BitwiseXor",
    "Ceil",
    "Concat",
    "Conv",
    "Copysign",
    "Cos",
    "Cosh",
    "CumulativeProd",
    "CumulativeSum",
    "Einsum",
    "Equal",
    "Erf",
    "Exp",
    "Expm1",
    "Floor",
    "FloorDivide",
    "GetItem",
    "Greater",
    "GreaterEqual",
    "Hypot",
    "Isfinite",
    "Isin",
    "Isinf",
    "Isnan",
    "Less",
    "LessEqual",
    "Log",
    "Log1p",
    "Log2",
    "Log10",
    "Logaddexp",
    "Matmul",
    "Max",
    "MaxPool",
    "Maximum",
    "Min",
    "Minimum",
    "Nextafter",
    "NotEqual",
    "Pad",
    "Pow",
    "Prod",
    "RandomBits",
    "Reciprocal",
    "Relu",
    "Relu6",
    "Remainder",
    "Resample",
    "Round",
    "Scan",
    "Searchsorted",
    "Sigmoid",
    "Sign",
    "Signbit",
    "Sin",
    "Sinh",
    "Softplus",
    "Sqrt",
    "Square",
    "StopGradient",
    "Take",
    "TakeAlongAxis",
    "Tan",
    "Tanh",
    "TopK",
    "Transpose",
    "Trunc",
    "UniqueAll",
    "UniqueCounts",
    "UniqueInverse",
    "Where",
    "__array_api_version__",
    "__array_namespace_info__",
    "abs",
    "acos",
    "acosh",
    "add",
    "all",
    "any",
    "arange",
    "argmax",
    "argmin",
    "argsort",
    "asarray",
    "asin",
    "asinh",
    "astype",
    "atan",
    "atan2",
    "atanh",
    "average_pool",
    "bitwise_and",
    "bitwise_invert",
    "bitwise_left_shift",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "bool",
    "broadcast_arrays",
    "broadcast_shapes",
    "broadcast_to",
    "can_cast",
    "cast",
    "ceil",
    "celu",
    "clip",
    "concat",
    "concatenate",
    "conv",
    "conv_transpose",
    "convert_to_numpy",
    "convert_to_tensor",
    "convolve",
    "copysign",
    "cos",
    "cosh",
    "count_nonzero",
    "cumulative_prod",
    "cumulative_sum",
    "depthwise_conv",
    "diff",
    "divide",
    "dot",
    "e",
    "einsum",
    "elu",
    "empty",
    "empty_like",
    "equal",
    "erf",
    "exp",
    "expand_dims",
    "expm1",
    "eye",
    "finfo",
    "flip",
    "float16",
    "float32",
    "float64",
    "floor",
    "floor_divide",
    "from_dlpack",
    "full",
    "full_like",
    "gelu",
    "get_item",
    "glu",
    "greater",
    "greater_equal",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "hypot",
    "iinfo",
    "inf",
    "int8",
    "int16",
    "int32",
    "int64",
    "isdtype",
    "isfinite",
    "isin",
    "isinf",
    "isnan",
    "l2_normalize",
    "leaky_relu",
    "less",
    "less_equal",
    "linalg",
    "linspace",
    "log",
    "log1p",
    "log2",
    "log10",
    "log_sigmoid",
    "log_softmax",
    "logaddexp",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "logsumexp",
    "matmul",
    "matrix_transpose",
    "max",
    "max_pool",
    "maximum",
    "mean",
    "meshgrid",
    "min",
    "minimum",
    "moments",
    "moveaxis",
    "multi_hot",
    "multiply",
    "nan",
    "negative",
    "newaxis",
    "nextafter",
    "nonzero",
    "normalize",
    "not_equal",
    "one_hot",
    "ones",
    "ones_like",
    "outer",
    "pad",
    "permute_dims",
    "pi",
    "positive",
    "pow",
    "prod",
    "random_bits",
    "ravel",
    "reciprocal",
    "relu",
    "relu6",
    "remainder",
    "repeat",
    "resample",
    "reshape",
    "result_type",
    "roll",
    "round",
    "rsqrt",
    "scan",
    "scatter",
    "searchsorted",
    "segment_sum",
    "selu",
    "separable_conv",
    "shape",
    "sigmoid",
    "sign",
    "signbit",
    "silu",
    "sin",
    "sinh",
    "slice",
    "slice_update",
    "softmax",
    "softplus",
    "softsign",
    "sort",
    "split",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "std",
    "stop_gradient",
    "subtract",
    "sum",
    "swapaxes",
    "swish",
    "take",
    "take_along_axis",
    "tan",
    "tanh",
    "tensordot",
    "tile",
    "top_k",
    "transpose",
    "tril",
    "triu",
    "trunc",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
    "unstack",
    "var",
    "vecdot",
    "where",
    "zeros",
    "zeros_like",
]
