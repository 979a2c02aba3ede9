"""Write the report of a finished run."""

from importlib.resources import files
from string import Template

from limpid.models.atomic import write_atomically
from limpid.models.progress import duration
from limpid.runs.command import command
from limpid.runs.examination import Examination
from limpid.runs.records import RunResult
from limpid.runs.report.confusion import confusion_table, frequent_confusions
from limpid.runs.report.gallery import gallery
from limpid.runs.report.line_chart import line_chart
from limpid.runs.report.markup import definitions, element, number, table
from limpid.runs.run_directory import Metrics, RunDirectory
from limpid.runs.training import Training

# Beyond it a table of numbers helps nobody.
_MOST_CLASSES = 30


def write_report(
    training: Training,
    examination: Examination,
    result: RunResult,
    directory: RunDirectory,
) -> None:
    """Write `report.html`: one page, which asks for nothing from outside.

    Args:
        training: The run at its end.
        examination: What the model does with the test data.
        result: What came out.
        directory: Where the run is kept.

    Raises:
        LimpidFileError: The page cannot be written.
    """
    page = Template(_asset("page.html")).substitute(
        title=element("title", text=f"{training.recipe.title} · limpid"),
        style=_asset("style.css"),
        header=_header(training, directory),
        figures=_figures(result),
        curves=_curves(directory.metrics()),
        answers=_answers(training, examination),
        samples=_samples(training),
        making=_making(training, directory),
        data=_data(training),
    )
    write_atomically(directory.report_file, [page.encode()])


def _asset(name: str) -> str:
    return (files("limpid.runs.report") / name).read_text(encoding="utf-8")


def _header(training: Training, directory: RunDirectory) -> str:
    day, _, clock = directory.config().started.partition("T")
    about = f"{directory.path.name} · {day}, {clock[:5]}"
    return element("p", text=about, class_="about") + element(
        "h1", text=training.recipe.title
    )


def _figures(result: RunResult) -> str:
    shown = []
    if "test_accuracy" in result.figures:
        shown.append(_figure(f"{result.figures['test_accuracy']:.2%}", "test accuracy"))
    if "test_errors" in result.figures:
        errors = number(result.figures["test_errors"])
        shown.append(_figure(errors, f"mistakes in {result.num_test:,} examples"))
    shown.append(_figure(number(result.figures["test_loss"]), "test loss"))
    shown.append(_figure(number(result.num_parameters), "parameters"))
    epochs = "1 epoch" if result.epochs == 1 else f"{result.epochs} epochs"
    shown.append(_figure(duration(result.seconds), f"for {epochs}"))
    return element("ul", *shown, class_="figures") + _verdict(result)


def _figure(value: str, meaning: str) -> str:
    return element("li", element("b", text=value), element("span", text=meaning))


def _verdict(result: RunResult) -> str:
    goals = " and ".join(
        f"{name.replace('_', ' ')} {'≥' if name.endswith('accuracy') else '≤'}"
        f" {number(goal)}"
        for name, goal in result.expect.items()
    )
    if result.passed:
        return element("p", text=f"✓ Reaches what the recipe asks: {goals}.")
    return element(
        "p", text=f"✗ Misses what the recipe asks: {goals}.", class_="missed"
    )


def _curves(metrics: Metrics) -> str:
    if not metrics:
        return element("p", text="No epoch was trained.")
    epochs = [line["epoch"] for line in metrics]
    names = [n for n in metrics[0] if n not in ("epoch", "seconds") and "val_" not in n]
    charts = [_chart(name, epochs, metrics) for name in names]
    columns = list(metrics[0])
    rows = [
        [number(line.get(name, float("nan"))) for name in columns] for line in metrics
    ]
    numbers = element(
        "details",
        element("summary", text="All numbers"),
        element("div", table("Metrics of each epoch", columns, rows), class_="wide"),
    )
    return element("div", *charts, class_="charts") + numbers


def _chart(name: str, epochs: list[float], metrics: Metrics) -> str:
    labels = {"training": name, "validation": f"val_{name}"}
    series = {
        label: [line.get(key, float("nan")) for line in metrics]
        for label, key in labels.items()
        if key in metrics[0]
    }
    keys = (
        element("span", text=label, class_=f"key series-{i}")
        for i, label in enumerate(series)
    )
    return element(
        "figure",
        element("figcaption", element("b", text=name.capitalize()), *keys),
        line_chart(name, epochs, series),
    )


def _answers(training: Training, examination: Examination) -> str:
    if not examination.classes:
        return ""
    parts = []
    if len(examination.classes) <= _MOST_CLASSES:
        parts += [
            element("h2", text="What was taken for what"),
            _confusion(examination),
        ]
    parts.append(_mistakes(training, examination))
    return element("section", *parts)


def _confusion(examination: Examination) -> str:
    counts, classes = examination.confusion, examination.classes
    matrix = element("div", confusion_table(counts, classes), class_="wide")
    return element("div", matrix, frequent_confusions(counts, classes), class_="beside")


def _mistakes(training: Training, examination: Examination) -> str:
    count = len(examination.mistakes)
    if count == 0:
        return element("h2", text="No mistakes")
    title = "The one mistake" if count == 1 else f"All {count:,} mistakes"
    hint = "The right answer, the machine's, and how sure it was; the surest first."
    pictures = gallery(training.test[0], examination)
    return element("h2", text=title) + element("p", text=hint) + pictures


def _samples(training: Training) -> str:
    """Return what the model makes up, one text after the other."""
    texts = training.recipe.samples(training.model)
    if not texts:
        return ""
    parts = [
        element("figure", element("figcaption", text=title), element("pre", text=text))
        for title, text in texts.items()
    ]
    return element("section", element("h2", text="What it makes up"), *parts)


def _making(training: Training, directory: RunDirectory) -> str:
    config = directory.config()
    settings = {name: str(value) for name, value in config.settings.items()}
    versions = " · ".join(f"{name} {value}" for name, value in config.versions.items())
    facts = {"recipe": config.recipe, "seed": str(config.seed), **settings}
    facts |= {"versions": versions, "after": training.recipe.source}
    return definitions(facts) + element("pre", text=command(config))


def _data(training: Training) -> str:
    dataset, record = training.dataset, training.config.data
    facts = {
        "what": dataset.title,
        "from": dataset.citation,
        "licence": dataset.licence,
        "home": dataset.home,
        "note": record.note,
        "SHA-256": record.sha256,
    }
    return definitions({name: value for name, value in facts.items() if value})
