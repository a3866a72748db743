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
    from tracker.cli import faults, printing
    from tracker.cli.root import root

    printing.prepare_streams()
    wanted = list(sys.argv[1:] if arguments is None else arguments)
    try:
        # Given as a list, so that click does not expand patterns and variables in it on Windows.
        code = root.main(args=wanted, prog_name="tracker", standalone_mode=False)
    except Exception as error:
        code = faults.tell(error)
    except KeyboardInterrupt:
        code = faults.interrupted()
    return printing.finish(code if isinstance(code, int) else 0)
