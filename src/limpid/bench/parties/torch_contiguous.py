"""PyTorch with pictures and kernels in its default layout, channels first."""

from typing import Any

import torch

from limpid.bench.parties import torch_channels_last
from limpid.bench.parties.party import AbsentError
from limpid.bench.workload import Workload


class Party(torch_channels_last.Party):
    """The other party; where there are no pictures it would only run twice."""

    memory_format = torch.contiguous_format

    def __init__(self, workload: Workload) -> None:
        if len(workload.input_shape) != 3:
            raise AbsentError("no pictures, so layouts do not differ")
        super().__init__(workload)

    def stored(self, x: Any) -> Any:
        return x.permute(0, 3, 1, 2).contiguous()

    def view(self, x: Any) -> Any:
        return x
