"""Who races, at which rates: optimizers and schedules, and how they are written."""

from typing import Any, Final

from limpid import optimizers, schedules

# That of plain descent, neither slow nor diverging where the surface starts.
RATES: Final = {
    "ravine": 0.01, "saddle": 0.05, "rosenbrock": 0.001, "himmelblau": 0.005,
    "beale": 0.002, "rastrigin": 0.002, "two_wells": 0.02, "bowl": 0.1, "own": 0.05,
    "parabola": 0.1,
    # 2 / (the least curvature + the greatest): no rate is better for plain descent.
    "houses": 1.839e-7, "houses_scaled": 0.5,
}  # fmt: skip
# Their steps hardly depend on how steep it is.
ADAPTIVE: Final = {
    "adagrad": 0.5, "adadelta": 1.0, "rmsprop": 0.02, "adam": 0.1, "adamax": 0.1,
    "nadam": 0.1, "adamw": 0.1, "lion": 0.02,
}  # fmt: skip
CLASSES: Final = {
    "sgd": "SGD", "momentum": "SGD", "nesterov": "SGD", "adagrad": "Adagrad",
    "adadelta": "Adadelta", "rmsprop": "RMSprop", "adam": "Adam", "adamax": "Adamax",
    "nadam": "Nadam", "adamw": "AdamW", "lion": "Lion",
}  # fmt: skip
NAMES: Final = CLASSES | {
    "momentum": "Momentum", "nesterov": "Nesterov", "rmsprop": "RMSProp",
}  # fmt: skip
MAX_BOUNDARIES = 50

# A class's name and its arguments, from which follow an object and its code.
Call = tuple[str, dict[str, Any]]


def rate_of(settings: Any, racer: Any) -> float:
    """Return a racer's learning rate before any schedule."""
    if racer.rate is not None:
        return float(racer.rate)
    suited = RATES[settings.surface]
    # Momentum goes up to ten times as far with the same rate.
    return float(ADAPTIVE.get(racer.kind, suited))


def schedule_call(settings: Any, rate: float) -> Call | None:
    """Return the schedule that starts, or after a warm-up peaks, at a rate."""
    if settings.schedule == "constant":
        return None
    if settings.schedule == "step":
        return "PiecewiseConstantDecay", _halving(settings, rate)
    name, more = {
        "polynomial": ("PolynomialDecay", {"end_learning_rate": rate * settings.floor}),
        "exponential": ("ExponentialDecay", {"decay_rate": settings.decay_rate}),
        "inverse_time": ("InverseTimeDecay", {"decay_rate": settings.decay_rate}),
        "cosine": ("CosineDecay", {"alpha": settings.floor}),
        "cosine_restarts": ("CosineDecayRestarts", {"alpha": settings.floor}),
        "warm_up_cosine": ("CosineDecay", _rise(settings, rate)),
    }[settings.schedule]
    period = "first_decay_steps" if "restarts" in settings.schedule else "decay_steps"
    first = {"initial_learning_rate": rate, period: settings.decay_steps}
    return name, first | more


def _halving(settings: Any, rate: float) -> dict[str, Any]:
    """Return where a rate falls by a factor, and to what."""
    steps = settings.decay_steps
    count = min(MAX_BOUNDARIES, max(1, settings.steps // steps))
    return {
        # Keras's boundary still has the rate before it.
        "boundaries": [i * steps - 1 for i in range(1, count + 1)],
        "values": [rate * settings.decay_rate**i for i in range(count + 1)],
    }


def _rise(settings: Any, rate: float) -> dict[str, Any]:
    return {
        "initial_learning_rate": 0.0,
        "alpha": settings.floor,
        "warmup_target": rate,
        "warmup_steps": settings.warmup_steps,
    }


def schedule_of(settings: Any, rate: float) -> Any:
    """Return the schedule, or the rate itself if it is constant."""
    call = schedule_call(settings, rate)
    return rate if call is None else getattr(schedules, call[0])(**call[1])


def optimizer_of(settings: Any, racer: Any) -> Any:
    """Return the optimizer that a racer runs with."""
    kind = getattr(optimizers, CLASSES[racer.kind])
    return kind(schedule_of(settings, rate_of(settings, racer)), **_more(racer))


def _more(racer: Any) -> dict[str, Any]:
    if racer.kind not in {"momentum", "nesterov"}:
        return {}
    ahead = {"nesterov": True} if racer.kind == "nesterov" else {}
    return {"momentum": racer.momentum} | ahead


def program(settings: Any, start: Any, position: int) -> str:
    """Return a program that runs the race this far."""
    lines = [_entry(settings, racer) for racer in settings.racers]
    needs_schedules = settings.schedule != "constant"
    imports = "optimizers, schedules" if needs_schedules else "optimizers"
    if settings.surface == "own":
        surface = "Surface"
        definition = f'\nsurface = Surface("{settings.formula}")\n'
    else:
        surface = settings.surface
        definition = f"\nsurface = {surface}\n"
    body = "\n".join(f"    {line}," for line in lines)
    return f"""from limpid import {imports}
from limpid.surfaces import descend, {surface}
{definition}racers = [
{body}
]
for racer in racers:
    path = descend(surface, racer, start={tuple(start)!r}, steps={max(1, position)})
    print(racer.name, path.positions[-1], path.heights[-1], path.diverged)
"""


def _entry(settings: Any, racer: Any) -> str:
    rate = rate_of(settings, racer)
    call = schedule_call(settings, rate)
    first = f"{rate!r}" if call is None else f"schedules.{_written(*call)}"
    more = "".join(f", {name}={value!r}" for name, value in _more(racer).items())
    return f"optimizers.{CLASSES[racer.kind]}({first}{more})"


def _written(name: str, arguments: dict[str, Any]) -> str:
    return f"{name}({', '.join(f'{n}={v!r}' for n, v in arguments.items())})"
