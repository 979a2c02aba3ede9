"""XOR, the smallest task that needs a hidden layer."""

from limpid.layers import Dense
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.recipe import Recipe


def network(units: int = 4, activation: str = "tanh") -> Sequential:
    """Return one hidden layer between two inputs and one output."""
    hidden = Dense(units, activation=activation)
    return Sequential([Input((2,)), hidden, Dense(1, activation="sigmoid")])


def adam(steps: int, learning_rate: float = 0.05) -> Adam:  # noqa: ARG001 - it is constant
    """Return Adam at a constant rate."""
    return Adam(learning_rate)


RECIPE = Recipe(
    name="xor",
    title="XOR by a 2-4-1 network",
    dataset="logic_xor",
    model=network,
    optimizer=adam,
    loss="binary_crossentropy",
    epochs=300,
    batch_size=4,
    expect={"test_errors": 0},
    source="Rumelhart, Hinton & Williams 1986; no single unit can learn it",
)
