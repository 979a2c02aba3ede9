# Written by tools/index.py from the files of this folder; edit those.
"""Data sets by name, and what prepares your own: fetch, inspect, split, standardize."""

from limpid.datasets import (
    ad_clicks,
    cifar10,
    convnetjs,
    digit_five,
    digits,
    digits28,
    housing,
    logic_and,
    logic_nand,
    logic_or,
    logic_xor,
    mnist,
    nine_points,
    playground,
    quadrants,
    ring,
    sentences,
    three_modes,
    tinyshakespeare,
)
from limpid.datasets.centered_digit import CenteredDigit, centered_digit
from limpid.datasets.dataset import Dataset, Packing, RemoteFile
from limpid.datasets.fetch import FetchSettings, Located, fetch, load
from limpid.datasets.idx import parse_idx, read_idx
from limpid.datasets.image import ImageReading, read_image
from limpid.datasets.ink import ink
from limpid.datasets.inspect import ColumnReport, CsvReport, inspect_csv
from limpid.datasets.split import split, split_indices
from limpid.datasets.standardize import Scaling, learn_scaling, standardize
from limpid.datasets.vocabulary import Vocabulary

__all__ = [
    "CenteredDigit",
    "ColumnReport",
    "CsvReport",
    "Dataset",
    "FetchSettings",
    "ImageReading",
    "Located",
    "Packing",
    "RemoteFile",
    "Scaling",
    "Vocabulary",
    "ad_clicks",
    "centered_digit",
    "cifar10",
    "convnetjs",
    "digit_five",
    "digits",
    "digits28",
    "fetch",
    "housing",
    "ink",
    "inspect_csv",
    "learn_scaling",
    "load",
    "logic_and",
    "logic_nand",
    "logic_or",
    "logic_xor",
    "mnist",
    "nine_points",
    "parse_idx",
    "playground",
    "quadrants",
    "read_idx",
    "read_image",
    "ring",
    "sentences",
    "split",
    "split_indices",
    "standardize",
    "three_modes",
    "tinyshakespeare",
]
