"""A sum of pieces among zeros: joined where they tile the whole, else left alone."""

import numpy as np
import pytest

import limpid
from limpid import ops
from limpid.ops._pieces import joined

SLICES = {
    "rows": ([np.s_[:1], np.s_[1:4], np.s_[4:]], True),
    "columns in another order": ([np.s_[:, 2:], np.s_[:, :2]], True),
    "rows and columns": ([np.s_[:2, :3], np.s_[2:, 3:]], False),
    "every other row": ([np.s_[:3:2], np.s_[3::2]], False),
    "rows that overlap": ([np.s_[:3], np.s_[2:]], False),
    "rows with a gap": ([np.s_[:2], np.s_[3:]], False),
    "rows, then columns": ([np.s_[:3], np.s_[:, 3:]], False),
}


@pytest.mark.parametrize(("keys", "is_joined"), SLICES.values(), ids=SLICES)
def test_pieces_are_joined_only_where_they_tile(keys, is_joined):
    x = limpid.Tensor(np.arange(36.0).reshape(6, 6))
    total = sum(ops.sum(ops.square(x[key]) * i) for i, key in enumerate(keys, 2))
    slope = limpid.gradients(total, x)
    (got,) = joined([slope])
    np.testing.assert_array_equal(got.numpy(), slope.numpy())
    assert (got.op.name == "concat") is is_joined
