"""Metric: the abstract base."""

from abc import abstractmethod
from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.settings import Settings
from limpid.utils.clear_session import unique_name


@dataclass(eq=False)
class Metric(Settings):
    """A number watched while training, gathered over batches.

    A subclass makes its variables in `__post_init__` with `add_variable`, changes them
    in `update_state` and returns the number from `result`.
    """

    _: KW_ONLY
    name: str | None = None
    dtype: Any = None

    # Which way is better: callbacks with mode='auto' ask.
    direction = "min"

    def __post_init__(self) -> None:
        """Check the settings and take a name."""
        self.name = self.name or unique_name(type(self).__name__)
        super().__post_init__()

    def add_variable(
        self,
        shape: Shape = (),
        initializer: Any = "zeros",
        dtype: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Return a new variable that reset_state sets back to its first value."""
        from limpid import catalog

        start = catalog.resolve("initializers", initializer)
        variable = Variable(start, shape, dtype, trainable=False, name=name)
        self.first_values = (*getattr(self, "first_values", ()), variable.numpy())
        return variable

    add_weight = add_variable

    @property
    def variables(self) -> list[Variable]:
        """The variables that gather the metric."""
        return [v for v in vars(self).values() if isinstance(v, Variable)]

    @abstractmethod
    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account."""

    @abstractmethod
    def result(self) -> Any:
        """Return the metric over all batches since the last reset."""

    def reset_state(self) -> None:
        """Forget all batches."""
        for variable, value in zip(self.variables, self.first_values, strict=True):
            variable.set(value)

    def __call__(self, *args: Any, **kwargs: Any) -> Tensor:
        """Update with a batch and return the result so far."""
        self.update_state(*args, **kwargs)
        return self.result()  # type: ignore[no-any-return]
