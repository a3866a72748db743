"""The command line: parse, call the desk, the register or the reports, print.  No rule of the plan lives here.

``main`` is where the program starts; it turns whatever goes wrong into one line and an exit status.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with *arguments* (the process's own when None) and return its exit status.

    0 done, 1 refused or a check failed, 2 usage, 3 verification failed; 130 when it was interrupted.
    """
    # Loading makes many objects and no rubbish; looking for rubbish among them would be a tenth of the time to start.
    gc.set_threshold(100_000)
    from tracker.cli import streams

    streams.prepare_streams()
    wanted = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(wanted) if wanted else _open()
    except Exception as error:
        from tracker.cli import faults

        code = faults.tell(error)
    except KeyboardInterrupt:
        from tracker.cli import faults

        code = faults.interrupted()
    return streams.finish(code if isinstance(code, int) else 0)


def _run(wanted: list[str]) -> object:
    from tracker.cli.root import root

    # Given as a list, so that click does not expand patterns and variables in it on Windows.
    return root.main(args=wanted, prog_name="tracker", standalone_mode=False)


def _open() -> int:
    from tracker.cli.program import open_program, session_of

    return open_program(session_of())
