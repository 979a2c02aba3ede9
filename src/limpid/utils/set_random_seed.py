"""One seed for everything, under Keras's path."""

from limpid.random.seed_generator import set_random_seed

__all__ = ["set_random_seed"]
