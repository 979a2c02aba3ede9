"""Find recipes by the names of their files."""

from importlib import import_module
from pkgutil import iter_modules

from limpid import recipes
from limpid.errors import ConfigError, nearest
from limpid.recipes.recipe import Recipe

__all__ = ["find", "recipe_names"]


def recipe_names() -> list[str]:
    """Return the names of all recipes in alphabetical order.

    Example:
        >>> "digits" in recipe_names()
        True
    """
    modules = (module.name for module in iter_modules(recipes.__path__))
    return sorted(name.replace("_", "-") for name in modules if _is_recipe(name))


def _is_recipe(module: str) -> bool:
    return hasattr(import_module(f"limpid.recipes.{module}"), "RECIPE")


def find(name: str) -> Recipe:
    """Return the recipe of a name.

    Raises:
        ConfigError: There is none of that name.

    Example:
        >>> find("digits").dataset
        'digits'
    """
    known = recipe_names()
    if name not in known:
        raise ConfigError(f"There is no recipe {name!r}; {nearest(name, known)}")
    module = import_module(f"limpid.recipes.{name.replace('-', '_')}")
    recipe: Recipe = module.RECIPE
    return recipe
