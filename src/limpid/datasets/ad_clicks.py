"""Ad clicks: four rows with a number, the user's age, and a category, the ad's id."""

import numpy as np

from limpid.datasets._table import table
from limpid.datasets.dataset import Splits
from limpid.datasets.fetch import load

COLUMNS = ("user age", "ad id")

DATASET = table(
    "ad_clicks",
    "Clicks on an ad by the user's age and the ad's id: four rows",
    np.array([[41, 93242], [80, 93287], [18, 87312], [27, 71244]], np.float32),
    np.array([[1], [0], [1], [1]], np.uint8),
    classes=("no click", "click"),
)


def load_data() -> Splits:
    """Return the four ads twice: to train on, and to test.

    The ad's id is a name, not a quantity: encode it as a category before training.

    Shapes:
        x: (4, 2), float32, the columns of `COLUMNS`; y: (4, 1), uint8, 1 for a click
    """
    return load(DATASET)
