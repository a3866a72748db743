"""The streams of the process: no character stops the output, and a reader who has gone is no fault.

Nothing here knows what is printed; that is tracker.cli.printing.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys

# What stands for our own marks where a terminal's encoding lacks them; each as wide as the mark.
_PLAINER = str.maketrans("▲◆○●■…⟨⟩·–—’‘“”→⏎─", "^*o@#.<>---''\"\">/-")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that an encoding lacks: our marks by plain ones, the rest by their number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(_PLAINER)
    return "".join(char if char.isascii() else f"<U+{ord(char):04X}>" for char in lacking), error.end


def prepare_streams() -> None:
    """Let no character stop the output, whatever the terminal's encoding."""
    codecs.register_error("tracker.plainer", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="tracker.plainer")


def reader_has_gone(error: OSError) -> bool:
    """Tell whether a pipe was closed at its other end; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def silence() -> None:
    """Send the rest of the output nowhere, so that nothing complains when the program ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None  # a stream without a file; click prints nothing then


def finish(code: int) -> int:
    """Flush what was printed and return *code*; output that could not be written is a failure."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        silence()
        if not reader_has_gone(error):
            from tracker.cli.printing import complain

            complain(f"The output could not be written: {error.strerror or error}.")
            return code or 1
    return code
