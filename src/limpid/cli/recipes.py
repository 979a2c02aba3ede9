def recipes() -> None:
    """List the recipes: what they train, the figure to reach, what can be set."""
    from limpid.recipes.find import find, recipe_names

    for name in recipe_names():
        recipe = find(name)
        goals = ", ".join(
            f"{k.replace('_', ' ')} {v:g}" for k, v in recipe.expect.items()
        )
        settings = " ".join(f"{k}={v}" for k, v in recipe.settings().items())
        print(f"{name}\n    {recipe.title}; {goals}\n    {settings}")
