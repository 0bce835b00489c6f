"""A photo as it may be kept: the picture alone, without place, time and phone, and of a sensible size."""

from __future__ import annotations

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LIMIT = 12 * 1024 * 1024
# Enough to read a flip-over on a screen and on paper.
LONGEST_SIDE = 2400
_MOST_PIXELS = 60_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")


def cleaned(data: bytes) -> bytes:
    """The picture as a JPEG, upright, and nothing of what the camera wrote beside it.

    Raises ValidationError when it is too large, damaged, or no JPEG, PNG or WebP.
    """
    if len(data) > LIMIT:
        raise ValidationError(
            _("De foto is groter dan %(limit)s MB. Maak hem kleiner of maak een nieuwe foto.")
            % {"limit": LIMIT // 1024**2}
        )
    try:
        with warnings.catch_warnings():
            # A picture that unpacks to too much is looked at below, before it is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise _too_many()
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _as_jpeg(upright)
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("Dit is geen foto die hier gelezen kan worden. Kies een JPEG, PNG of WebP.")
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many() from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("De foto is beschadigd. Maak een nieuwe foto.")) from error


def _too_many() -> ValidationError:
    return ValidationError(_("De foto heeft te veel beeldpunten. Maak hem kleiner of maak een nieuwe foto."))


def _as_jpeg(picture: Image.Image) -> bytes:
    """On white where it lets through; a new picture, so that nothing of the file's own notes comes along."""
    plain = Image.new("RGB", picture.size, "white")
    seen = picture.convert("RGBA")
    plain.paste(seen, mask=seen.getchannel("A"))
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=82, optimize=True)
    return kept.getvalue()
