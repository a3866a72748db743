"""The terminal of a Unix system: what cannot be read does no harm, and one that vanished ends the program quietly.

What the keys mean and what is drawn is Textual's business; Windows has its own ways.
"""

from __future__ import annotations

import os
import selectors
import signal
from codecs import getincrementaldecoder
from contextlib import suppress
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from tracker.tui.app import Tracker

GRACE_SECONDS = 3.0
"""So long the program may take to put away what is open; then it is ended, as by a power cut, which loses nothing."""

LOOK_SECONDS = 0.1
READ_BYTES = 4096


class Outlet:
    """Where the screen is written to; a terminal that is there no more takes nothing and complains of nothing."""

    def __init__(self, file: IO[str]) -> None:
        """Write to *file*."""
        self._file = file

    def write(self, text: str) -> int:
        """Write, if anybody is there."""
        with suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, if anybody is there."""
        with suppress(OSError):
            self._file.flush()

    def isatty(self) -> bool:
        """Return that it is a terminal."""
        return True

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver, which would go on for ever without its terminal, and stop listening at a byte that is no text.

    A terminal vanishes with a signal (SIGHUP), or, where the program is not its own session's, without a word: then
    reading from it finds its end at once, over and over.
    """

    def __init__(self, app: Tracker, **options: Any) -> None:
        """Make the driver of *app*."""
        super().__init__(app, **options)
        self._tracker = app
        self._file = Outlet(self._file)  # type: ignore[assignment, arg-type]
        self._leaving = False
        self._before: dict[int, Any] = {}
        for number in (signal.SIGHUP, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                self._before[number] = signal.signal(number, self._told_to_end)

    def close(self) -> None:
        """Give back what was taken: what ends the program from now on ends it as usual."""
        for number, before in self._before.items():
            signal.signal(number, before)
        super().close()

    def run_input_thread(self) -> None:
        """Hand on what is typed until the program ends; end it when nobody can type any more."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK_SECONDS):
                    found = self._read()
                    if not found:
                        self._leave(signal.SIGHUP)
                        break
                    if text := decode(found):  # nothing while a letter of several bytes is not complete
                        for event in parser.feed(text):
                            self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    def _read(self) -> bytes:
        """Return what was typed; nothing when the terminal is there no more."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:  # how Linux says so when the other end was closed
            return b""

    def _run_input_thread(self) -> None:
        """Let a fault in reading keys end the program as every other does."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _told_to_end(self, number: int, _frame: object) -> None:
        self._leave(number)

    def _leave(self, number: int) -> None:
        """Leave as if one had quit, with the exit code that the signal *number* would have given."""
        if self._leaving:
            return
        self._leaving = True
        code = 128 + number
        last = Timer(GRACE_SECONDS, os._exit, (code,))
        last.daemon = True
        last.start()
        with suppress(RuntimeError):  # the program ended just now
            self._loop.call_soon_threadsafe(self._tracker.end, code)
