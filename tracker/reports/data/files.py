"""Putting a file of data in its place: all of it or nothing, and never over another file.

What stands in the file is made by the modules beside this one.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tracker.desk.refusal import Refusal
from tracker.model.text import quoted, safe


def put(path: Path, content: bytes) -> Path:
    """Write *content* to a new file; raises Refusal when there is one, or when it cannot be written."""
    if path.exists():
        raise Refusal(f"There is already a file '{safe(str(path))}', which is not overwritten; name another one.")
    partial = path.with_name(f".part-{secrets.token_hex(8)}")
    try:
        with partial.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _place(partial, path)
    except FileExistsError:
        raise Refusal(
            f"There is already a file '{safe(str(path))}', which is not overwritten; name another one."
        ) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refusal(f"{quoted(str(path))} cannot be written: {why}. Name another place.") from None
    finally:
        with suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)
    return path


def _place(partial: Path, path: Path) -> None:
    """Give the finished file its name, without ever writing over another one."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError from None
        partial.rename(path)


def put_folder(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files into a new folder; raises Refusal when there is one, or when one of them cannot be written."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise Refusal(f"There is already {quoted(str(folder))}; name a new folder with -o.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refusal(f"The folder {safe(str(folder))} cannot be made: {why}. Name another place with -o.") from None
    made: list[Path] = []
    try:
        for name, content in contents.items():
            made.append(put(folder / name, content))
    except Refusal:
        for path in made:
            path.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
        raise
    return made
