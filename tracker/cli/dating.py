"""How due dates change, of actions and of milestones alike: revised by agreement, asked for, or corrected.

Their rules stand in tracker.desk; the original date is kept for ever.
"""

from __future__ import annotations

import click

from tracker.cli.context import Call, Command, canonical
from tracker.cli.options import EntryNumber, codes, despite, happened, minuted, seen, several, why


def commands(group: str, ref: str) -> tuple[click.Command, ...]:
    """Return revise, request and correct-date for a *group* of commands; *ref* is what stands in their examples."""
    return _revise(group, ref), _request(group, ref), _correct_date(group, ref)


def _revise(group: str, ref: str) -> click.Command:
    @click.command(
        "revise",
        cls=Command,
        examples=(
            f"tracker {group} revise {ref} --to 'June 2023' --body BRI-EXEC --minute 'Minute 5' --agreed-by ASP "
            "--why 'The tender was late'",
        ),
    )
    @several
    @click.option("--to", "due", required=True, metavar="DAY", help="The revised date.")
    @click.option("--body", required=True, metavar="CODE", help="The body that agreed, like BRI-EXEC.")
    @minuted
    @click.option("--asked-by", metavar="WHO", help="The role that asked for it.")
    @why()
    @happened
    @seen
    @click.pass_obj
    def revise(
        call: Call,
        refs: tuple[str, ...],
        due: str,
        body: str,
        minute: str,
        agreed_by: tuple[str, ...],
        meeting: str | None,
        asked_by: str | None,
        why: str,
    ) -> None:
        """Record a revised date that a body agreed; the original stays beside it."""
        from tracker.desk import deciding

        with call.acting() as acting:
            to = acting.written(due, "to")
            assert to is not None
            decided = deciding.Minute(body, minute, codes(agreed_by), meeting, acting.on)
            acting.done(
                acting.each(
                    refs,
                    lambda desk, ref, seen: deciding.revise(
                        desk, ref, to, decided, why=why, asked_by=asked_by, seen=seen
                    ),
                )
            )

    return revise


def _request(group: str, ref: str) -> click.Command:
    @click.command(
        "request",
        cls=Command,
        examples=(
            f"tracker {group} request {ref} --to 'June 2023' --why 'The tender was late' --asked-by 'Head of service'",
        ),
    )
    @several
    @click.option("--to", "due", required=True, metavar="DAY", help="The date that is asked for.")
    @click.option("--body", metavar="CODE", help="The body that is asked; else the area's executive.")
    @click.option("--asked-by", metavar="WHO", help="The role that asks.")
    @click.option("--wanted-by", metavar="DAY", help="The day by which a decision is wanted.")
    @why()
    @happened
    @seen
    @click.pass_obj
    def request(
        call: Call,
        refs: tuple[str, ...],
        due: str,
        body: str | None,
        asked_by: str | None,
        wanted_by: str | None,
        why: str,
    ) -> None:
        """Ask a body to agree a revised date; nothing moves until it does."""
        from tracker.desk import deciding

        with call.acting() as acting:
            to = acting.written(due, "to")
            assert to is not None
            wanted = acting.day(wanted_by, "wanted-by")
            acting.done(
                acting.each(
                    refs,
                    lambda desk, ref, seen: deciding.request_revision(
                        desk,
                        ref,
                        to,
                        why=why,
                        asked_by=asked_by,
                        body=body,
                        wanted_by=wanted,
                        occurred_on=acting.on,
                        seen=seen,
                    ),
                )
            )

    return request


def _correct_date(group: str, ref: str) -> click.Command:
    @click.command(
        "correct-date",
        cls=Command,
        examples=(f"tracker {group} correct-date {ref} --right '30 April 2023' --why 'Typed wrongly'",),
    )
    @click.argument("ref")
    @click.option("--right", required=True, metavar="DAY", help="The date that was meant.")
    @click.option(
        "--entry", type=EntryNumber(), metavar="#N", help="The entry that gave the wrong date; else the newest."
    )
    @why()
    @despite
    @seen
    @click.pass_obj
    def correct_date(call: Call, ref: str, right: str, entry: int | None, why: str) -> None:
        """Correct a due date that was typed wrongly; the wrong and the right one both stay visible."""
        from tracker.desk import delivery

        with call.acting() as acting:
            meant = acting.written(right, "right")
            assert meant is not None
            receipt = delivery.correct_date(
                acting.desk, canonical(ref), right=meant, why=why, entry=entry, seen=acting.seen(ref)
            )
            acting.done(receipt)

    return correct_date
