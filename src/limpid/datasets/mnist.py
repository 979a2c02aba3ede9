"""MNIST: 70,000 grey pictures of handwritten digits, 28 x 28."""

from collections.abc import Sequence
from pathlib import Path

from limpid.datasets.dataset import Dataset, Packing, RemoteFile, Splits
from limpid.datasets.fetch import load
from limpid.datasets.idx import read_idx

# The original page no longer serves the files; these are its byte-equal copies.
_HOMES = (
    "https://storage.googleapis.com/cvdf-datasets/mnist",
    "https://ossci-datasets.s3.amazonaws.com/mnist",
)


def _published(name: str, size_bytes: int, sha256: str) -> RemoteFile:
    urls = tuple(f"{home}/{name}" for home in _HOMES)
    return RemoteFile(name, sha256, size_bytes, urls)


def _read(paths: Sequence[Path]) -> Splits:
    x_train, y_train, x_test, y_test = map(read_idx, paths)
    return (x_train, y_train), (x_test, y_test)


# The same pixels and labels in the same order, compressed by another program.
_REPACKED = (
    RemoteFile(
        "train-images-idx3-ubyte.gz",
        "71524e2cd1ad2968737f7f2f2ff69cbfc32df8ccddff51593f7cb2d4e0eb5b64",
        9_630_610,
    ),
    RemoteFile(
        "train-labels-idx1-ubyte.gz",
        "fe03b8bd7915f70bf5aa08be480aa413fbd85afcaa58b35d230d335f284fd88e",
        28_878,
    ),
    RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        "5634745efa576a17e7d4cf5cd9d09123c75e6538e5114267c2d156edaf519341",
        1_602_050,
    ),
    RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        "ae18e77e031ccde52407f794d123116439864147d33ac992975f85dd4dc42af6",
        4_517,
    ),
)

DATASET = Dataset(
    name="mnist",
    title="MNIST: handwritten digits, 28 x 28, 60,000 to train on and 10,000 to test",
    licence="none stated with the data; commonly given as CC BY-SA 3.0",
    citation=(
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to"
        " document recognition, Proc. IEEE 86(11), 1998"
    ),
    home="http://yann.lecun.com/exdb/mnist/",
    reader=_read,
    shapes=((60_000, 28, 28), (60_000,), (10_000, 28, 28), (10_000,)),
    files=(
        _published(
            "train-images-idx3-ubyte.gz",
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        ),
        _published(
            "train-labels-idx1-ubyte.gz",
            28_881,
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        ),
        _published(
            "t10k-images-idx3-ubyte.gz",
            1_648_877,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        ),
        _published(
            "t10k-labels-idx1-ubyte.gz",
            4_542,
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ),
    ),
    alternatives=(Packing(_REPACKED, _read),),
    classes=tuple("0123456789"),
)


def load_data() -> Splits:
    """Return MNIST as Keras does: `(x_train, y_train), (x_test, y_test)`.

    Pixels are uint8, 0 for the ground and 255 for full ink; labels are uint8, 0 to 9.

    Shapes:
        x_train: (60000, 28, 28); y_train: (60000,); x_test: (10000, 28, 28);
        y_test: (10000,)

    Raises:
        LimpidFileError: The files cannot be had, or are not the published ones.
    """
    return load(DATASET)
