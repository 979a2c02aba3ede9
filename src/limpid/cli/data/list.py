def list() -> None:
    """List the data sets that limpid knows, with their size and licence."""
    from limpid.cli.data._known import known

    for name, dataset in known().items():
        size = (
            f"{dataset.size_bytes / 1e6:.0f} MB" if dataset.files else "in the package"
        )
        print(f"{name}\n    {dataset.title}\n    {size}; licence: {dataset.licence}")
