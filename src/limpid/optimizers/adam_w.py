from dataclasses import KW_ONLY, dataclass

from limpid.optimizers.adam import Adam


@dataclass(eq=False)
class AdamW(Adam):
    """Adam with weight decay apart from the gradient.

    Args:
        weight_decay: Each update also takes weight_decay * learning_rate * weight off.

    Source: Loshchilov & Hutter 2017, arXiv:1711.05101.
    """

    weight_decay: float | None = 0.004
    _: KW_ONLY
    name: str | None = "adamw"
