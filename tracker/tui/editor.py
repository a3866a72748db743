"""Writing a long text in an editor of one's own: which one that is, and the private file that it is lent.

When it may be used, and what becomes of the text, is the form's business.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tracker.model import limits

BYTES = 4 * limits.WORDING
"""The most that is read back: the longest text that any field holds, in UTF-8."""


class NoEditor(Exception):
    """No editor can be used; the message says why, and what to do."""


def editor(environment: Mapping[str, str] = os.environ, *, windows: bool = sys.platform == "win32") -> list[str]:
    """Return the command of the editor: VISUAL, else EDITOR, else Notepad on Windows.

    Raises NoEditor where none is named, or what is named cannot be found.
    """
    named = (environment.get("VISUAL") or environment.get("EDITOR") or ("notepad" if windows else "")).strip()
    if not named:
        raise NoEditor("No editor is named. Name one before starting the program, like: export EDITOR=nano")
    # A path of Windows has backslashes, which are no escapes, and may stand in quotes.
    whole = named.strip('"')
    command = [whole] if shutil.which(whole) else [part.strip('"') for part in shlex.split(named, posix=not windows)]
    if not command or shutil.which(command[0]) is None:
        raise NoEditor(f"The editor '{named}' that VISUAL or EDITOR names cannot be found.")
    return command


def write_on(text: str, command: list[str]) -> str:
    """Let a person write on at *text* in the editor, and return what they left there.

    The file is readable by them alone, in a folder of its own, and both are gone afterwards.  Raises NoEditor when the
    editor fails, or what it left cannot be read; the text is then as it was.
    """
    folder = Path(
        tempfile.mkdtemp(prefix="tracker-")
    )  # only its owner may look in, so no copy that is made there leaks
    try:
        file = folder / "text.txt"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8", newline="\n")
        code = subprocess.call([*command, str(file)])
        if code:
            raise NoEditor(f"The editor ended with an error ({code}); the field is as it was.")
        body = file.read_bytes()
    except OSError as error:
        raise NoEditor(f"The editor could not be used ({error.strerror or error}); the field is as it was.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if len(body) > BYTES:
        raise NoEditor(f"What the editor left has {len(body):,} bytes, more than any field holds; it is as it was.")
    written = body.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return written.removesuffix("\n")  # which editors add at the end of a file
