"""PyTorch with the module compiled by its own compiler."""

from typing import Any

import torch

from limpid.bench.parties import torch_channels_last
from limpid.bench.workload import Workload


class Party(torch_channels_last.Party):
    """The channels-last party, its module run through `torch.compile`."""

    def __init__(self, workload: Workload) -> None:
        super().__init__(workload)
        # Weights that no longer change may be laid out anew.
        options: dict[str, Any] = {"freezing": workload.step == "predict"}
        self.run = torch.compile(self.module, options=options)
