"""Reading recorded payloads from files, plain or gzipped, in bounded memory."""

import gzip
import zlib
from pathlib import Path

from search.postings import FeedError

MAX_BYTES = 200 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


def open_payload(path: Path | str, *, limit: int = MAX_BYTES) -> bytes:
    """The bytes of the file at ``path``, decompressed if it is gzip, whatever it is called.

    Never holds more than ``limit`` bytes of content. Raises FeedError for a file that is missing,
    unreadable, empty, damaged or larger than that.
    """
    try:
        with Path(path).open("rb") as file:
            packed = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
            file.seek(0)
            stream = gzip.GzipFile(fileobj=file) if packed else file
            data = stream.read(limit + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FeedError("The file is damaged: it cannot be decompressed.") from None
    except OSError as error:
        raise FeedError(f"The file cannot be read: {error.strerror}.") from error
    if len(data) > limit:
        raise FeedError(f"The file holds more than {limit // (1024 * 1024)} MiB.")
    if not data or data.isspace():
        raise FeedError("The file is empty.")
    return data
