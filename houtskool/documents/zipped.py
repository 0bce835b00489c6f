"""The zip around a DOCX, ODT, XLSX or ODS, opened with suspicion: counted and measured before it is unpacked.

What is wrong comes as a Suspect; who opened the file says it in the reader's words.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Literal


class Suspect(ValueError):
    """A zip that is not to be unpacked: damaged, locked with a password, or far too large when unpacked."""

    def __init__(self, what: Literal["damaged", "locked", "too large"]) -> None:
        super().__init__(what)
        self.what = what


def open_zip(
    data: bytes | IO[bytes], *, members: int, unpacked: int, ratio: int | None = None
) -> zipfile.ZipFile:
    """The archive, when what it says of itself is within bounds. Raises Suspect.

    members: how many parts; unpacked: bytes of all together; ratio: how much smaller a part of more than a
    megabyte may have become by packing.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise Suspect("damaged") from error
    parts = archive.infolist()
    if len(parts) > members or sum(part.file_size for part in parts) > unpacked:
        raise Suspect("too large")
    for part in parts:
        if ratio and part.file_size > 1_000_000 and part.file_size > ratio * max(part.compress_size, 1):
            raise Suspect("too large")
        if part.flag_bits & 1:
            raise Suspect("locked")
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise Suspect("damaged")
    return archive


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part as it unpacks. It may lie about its size: no more comes out than it says, which was counted."""
    try:
        with archive.open(name) as stream:
            while piece := stream.read(1 << 16):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Suspect("damaged") from error
    except RuntimeError as error:  # zipfile asks for a password
        raise Suspect("locked") from error
