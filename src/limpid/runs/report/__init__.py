# Written by tools/index.py from the files of this folder; edit those.
"""The report of a run: one page that needs nothing else."""

from limpid.runs.report.axis import Axis, ticks
from limpid.runs.report.confusion import confusion_table, frequent_confusions
from limpid.runs.report.gallery import gallery, picture_address
from limpid.runs.report.line_chart import line_chart
from limpid.runs.report.markup import definitions, element, number, table
from limpid.runs.report.write_report import write_report

__all__ = [
    "Axis",
    "confusion_table",
    "definitions",
    "element",
    "frequent_confusions",
    "gallery",
    "line_chart",
    "number",
    "picture_address",
    "table",
    "ticks",
    "write_report",
]
