"""Read a picture from a file in the form that a trained network takes."""

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limpid.errors import LimpidFileError, ShapeError

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["ImageReading", "read_image"]

Floats = NDArray[np.float32]

_FORMATS = ("PNG", "JPEG", "BMP", "GIF")
# 16 megapixels: 64 MB once decoded, and more than any network here looks at.
_MOST_PIXELS = 16_000_000
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
_FULL = 255.0


class ImageReading(NamedTuple):
    """The pixels of a picture, and what was done to make it fit.

    Args:
        pixels: float32, 0 to 255, of the shape asked for.
        notes: One sentence for each change that may matter: resized, inverted...
    """

    pixels: Floats
    notes: tuple[str, ...]


def read_image(
    path: str | Path, shape: tuple[int, ...], *, invert: bool | None = None
) -> ImageReading:
    """Read a PNG, JPEG, BMP or GIF picture as an array of the given shape.

    A transparent ground becomes white, the turn that a camera noted is applied, and of
    an animation the first picture is read. Networks for digits are trained on light ink
    on a dark ground (0), while paper is light: a grey picture whose rim is lighter than
    the middle between its darkest and its lightest pixel is therefore inverted.

    Args:
        path: The file.
        shape: (height, width), or (height, width, channels) with 1 or 3 channels.
        invert: Whether to turn light into dark; None lets the rim of a grey picture
            decide, and leaves a color picture as it is.

    Raises:
        ShapeError: `shape` is no picture's.
        LimpidFileError: The file cannot be read, is damaged, is of another format, or
            has more than 16 million pixels.
    """
    _check_shape(shape)
    channels = shape[2] if len(shape) == 3 else 1
    picture = _open(Path(path))
    pixels, notes = _fit(picture, (shape[1], shape[0]), channels)
    if invert is None:
        invert = channels == 1 and _has_light_rim(pixels)
    if invert:
        pixels = _FULL - pixels
        notes.append("inverted: light ink on a dark ground is what such networks know")
    return ImageReading(pixels.reshape(shape).astype(np.float32), tuple(notes))


def _check_shape(shape: tuple[int, ...]) -> None:
    has_sizes = len(shape) in (2, 3) and all(size > 0 for size in shape)
    if not has_sizes or (len(shape) == 3 and shape[2] not in (1, 3)):
        raise ShapeError(
            f"a picture cannot have the shape {shape}; expected (height, width), or"
            " (height, width, channels) with 1 or 3 channels"
        )


def _open(path: Path) -> "Image":
    from PIL import Image, UnidentifiedImageError

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        return _decode(path.read_bytes())
    except UnidentifiedImageError as error:
        raise LimpidFileError(
            f"{path} is no picture that is read here; expected {', '.join(_FORMATS)}"
        ) from error
    except bombs as error:
        raise LimpidFileError(
            f"{path} has more than {_MOST_PIXELS:,} pixels: make it smaller first"
        ) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise LimpidFileError(f"{path} cannot be read ({error.strerror})") from error
    except _DAMAGE as error:
        raise LimpidFileError(f"{path} is damaged: {error}") from error


def _decode(data: bytes) -> "Image":
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        # Pillow only warns of a picture that is large enough to be an attack.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    if picture.width * picture.height > _MOST_PIXELS:
        raise Image.DecompressionBombError
    picture.load()
    return ImageOps.exif_transpose(picture)


def _fit(
    picture: "Image", size: tuple[int, int], channels: int
) -> tuple[NDArray[np.float64], list[str]]:
    """Return the pixels in the wanted size and channels, and notes on the changes."""
    from PIL.Image import Resampling

    notes = []
    flat = _without_transparency(_eight_bits(picture))
    if channels == 1 and flat.mode not in ("1", "L"):
        notes.append("turned from color to grey")
    flat = flat.convert("L" if channels == 1 else "RGB")
    if flat.size != size:
        notes.append(
            f"resized from {flat.height} x {flat.width} to {size[1]} x {size[0]}"
        )
        # Box averages when shrinking, as the small digits were made from large scans.
        flat = flat.resize(
            size, Resampling.BOX if _shrinks(flat, size) else Resampling.BICUBIC
        )
    return np.asarray(flat, np.float64), notes


def _shrinks(picture: "Image", size: tuple[int, int]) -> bool:
    return picture.width >= size[0] and picture.height >= size[1]


def _eight_bits(picture: "Image") -> "Image":
    """Scale 16-bit grey to 8 bits, which Pillow's own conversion would cut off."""
    from PIL.Image import fromarray

    if not picture.mode.startswith(("I", "F")):
        return picture
    grey = np.asarray(picture, np.float64) / 65535 * _FULL
    return fromarray(np.clip(np.rint(grey), 0, _FULL).astype(np.uint8))


def _without_transparency(picture: "Image") -> "Image":
    from PIL import Image

    if not picture.has_transparency_data:
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(ground, picture.convert("RGBA"))
    is_grey = picture.mode in ("LA", "La", "L", "1")
    return flat.convert("L" if is_grey else "RGB")


def _has_light_rim(pixels: NDArray[np.float64]) -> bool:
    rim = np.concatenate([pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1]])
    middle = (pixels.min() + pixels.max()) / 2
    # An even picture has no rim to speak of: judge it by itself.
    if pixels.min() == pixels.max():
        middle = _FULL / 2
    return bool(np.median(rim) > middle)
