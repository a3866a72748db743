"""The form that removes words or an evidence file for good: what would go is said first, and done on a word typed.

What may be removed, by whom and with what ground, is decided in tracker.desk.disposal.
"""

from __future__ import annotations

from tracker.desk import disposal
from tracker.desk.desk import Receipt, Refusal
from tracker.desk.disposal import NAMED, Preview
from tracker.register import gaps, showing
from tracker.register.repeats import Place
from tracker.tui.forms.spec import Field, Form, Option, Seen, Values
from tracker.tui.look import words as look
from tracker.tui.look.wrap import Line
from tracker.tui.seat import Seat

SURE = "REMOVE"
"""What is typed by who is sure."""

ABOUT: tuple[Line, ...] = (
    [("What is removed is gone for good and cannot be undone. ", "warn"), ("The entry, its hash and every proof stay; "
      "the gap says who removed it, when, and why.", "soft")],
)  # fmt: skip


def dispose(seat: Seat, ref: str) -> Form:
    """Ask what of an entry, or the file of a piece of evidence, is to go, and on what ground."""
    options = _texts(seat, ref) if ref.startswith("#") else _file(seat, ref)
    if not options:
        raise Refusal(f"{ref} holds neither words nor a file that could be removed.")
    only = options[0].value if len(options) == 1 else None
    told: list[str] = []
    fields = [
        Field("what", "What goes", "pick", required=True, options=options, value=only),
        Field("ground", "Ground", required=True, hint="it names a child; as it reads after 'because'"),
        Field("everywhere", "Wherever it stands", "yes", hint="the very same words in other places too"),
        Field("sure", "Are you sure?", hint=f"F2 first says what would go; then type {SURE} and F2 again"),
    ]

    def save(values: Values, _seen: Seen) -> Receipt:
        ground, name = values.text("ground"), values.need("what")
        everywhere = values.text("everywhere") == "yes"
        if (values.text("sure") or "").strip() != SURE:
            if name == gaps.FILE:
                raise Refusal(_said(disposal.look_at_file(seat.desk, ref, ground=ground)))
            raise Refusal(_said(disposal.look(seat.desk, ref, name, ground=ground, everywhere=everywhere)))
        if name == gaps.FILE:
            done = disposal.dispose_file(seat.desk, ref, ground=ground)
        else:
            done = disposal.dispose(seat.desk, ref, name, ground=ground, everywhere=everywhere)
        told.extend(done.left)
        return done.receipt

    return Form(f"Remove words or a file of {ref}", fields, save, ABOUT, told=told)


def _texts(seat: Seat, ref: str) -> list[Option]:
    """The texts of an entry that are still held, each with its beginning, and the file that it brought in."""
    entry = seat.position.entry(int(ref[1:]))
    if entry is None:
        return []
    found = [
        Option(name, f"{look.field(name)}: {body[:60]}")
        for name, digest in entry.texts.items()
        if (body := seat.position.body(digest)) is not None
    ]
    return [*found, Option(gaps.FILE, "the evidence file")] if gaps.recorded_file(entry) else found


def _file(seat: Seat, ref: str) -> list[Option]:
    """The newest file of a piece of evidence, where one is kept."""
    found = showing.show(seat.position, ref)
    return [Option(gaps.FILE, f"the file {found['file_name'] or ''}".strip())] if found["sha256"] else []


def _said(preview: Preview) -> str:
    """Say what would go, what would stay, and what nobody here can reach."""
    unit = "bytes" if preview.kind == gaps.FILE else "characters"
    words = [f"Would be removed for good: {preview.size:,} {unit}, {_listed(preview.places)}."]
    if preview.again:
        words.append(f"The very same words stand and stay in {_listed(preview.again)}.")
    if preview.quoting:
        words.append(f"Words of it stand and stay in {_listed(preview.quoting)}.")
    if preview.further_files:
        words.append(f"Further files of the same piece stay: {_listed(preview.further_files)}.")
    words.append(f"This program cannot reach: {' '.join(preview.beyond)}")
    return " ".join([*words, f"If that is what is meant, type {SURE} and press F2 again."])


def _listed(places: tuple[Place, ...]) -> str:
    named = ", ".join(place.words for place in places[:NAMED])
    return f"{named} and {len(places) - NAMED} more" if len(places) > NAMED else named
