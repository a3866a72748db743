"""Drafts of reminders, one e-mail for each owner, to be looked at, addressed and sent by a person.

They are written to roles and agencies; the register holds no addresses.  Nothing is sent by this program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from tracker.model.dates import long
from tracker.model.text import fit, safe
from tracker.model.vocabulary import Area, Status
from tracker.register.check import SOON_DAYS
from tracker.register.filters import parse
from tracker.register.listing import ActionLine, page
from tracker.register.marking import marking
from tracker.register.position import Position
from tracker.register.updating import Round, under_way
from tracker.reports.data.plan_table import plain_scope
from tracker.reports.views.causes import NO_OWNER, due_words, owners
from tracker.reports.views.words import cut, plural, rated

NOBODY = "nobody is named"


@dataclass(frozen=True)
class Reminder:
    """What one owner is reminded of: the agency, the role, and a line or more for each action."""

    agency: str
    owner: str
    items: tuple[str, ...]
    by: date | None

    @property
    def subject(self) -> str:
        """The subject line."""
        when = f", update for {long(self.by)}" if self.by else ""
        return f"Action plan: {plural(len(self.items), 'action')}{when}"


def drafts(position: Position, area: str | None = None) -> dict[str, bytes]:
    """Return file name → e-mail, one for each owner of whom something is asked; the same position, the same bytes."""
    return mails(position, reminders(position, area))


def mails(position: Position, found: Sequence[Reminder]) -> dict[str, bytes]:
    """Return file name → e-mail for each reminder."""
    said = marking(position)
    return {_name(number, each): _mail(each, said) for number, each in enumerate(found, 1)}


def reminders(position: Position, area: str | None = None) -> list[Reminder]:
    """Return what each owner is reminded of: updates that are asked for, what is late, what falls due soon."""
    scope = plain_scope(position, area)
    rounds = {code: under_way(position, code) for code in scope.areas}
    lines = page(position, parse(scope.query("plan status:planned,in_progress,paused")))
    roles = {}
    for start in range(0, len(lines), 500):
        roles.update(owners(scope, [line.ref for line in lines[start : start + 500]]))
    groups: dict[tuple[str, str], list[tuple[str, date | None]]] = {}
    for line in lines:
        if asked := _asked(line, rounds[line.area], position.when.day):
            role = roles[line.ref]
            key = (scope.agency(line.lead, ""), "" if role == NO_OWNER else role)
            cut_off = rounds[line.area].cut_off if line.ref in rounds[line.area].asked else None
            groups.setdefault(key, []).append((_item(line, asked), cut_off))
    return [
        Reminder(agency, owner, tuple(item for item, _ in items), min((by for _, by in items if by), default=None))
        for (agency, owner), items in sorted(groups.items())
    ]


def _asked(line: ActionLine, round_: Round, today: date) -> list[str]:
    said = []
    if line.ref in round_.asked and round_.cut_off:
        late = round_.cut_off < today
        said.append(
            f"an update was due by {long(round_.cut_off)}: please say how it stands, with a rating"
            if late
            else f"please say how it stands, with a rating, by {long(round_.cut_off)}"
        )
    if line.due and line.due < today.isoformat():
        said.append("it is past its date: say when it will be done, or ask the executive for another date")
    elif line.due and line.due <= (today + timedelta(days=SOON_DAYS)).isoformat():
        said.append(f"it falls due within {SOON_DAYS} days")
    if line.next_milestone and line.next_milestone_due and line.next_milestone_due < today.isoformat():
        said.append(f"its milestone {line.next_milestone} is past its date")
    return said


def _item(line: ActionLine, asked: list[str]) -> str:
    status = f"; {Status(line.status).words}" if line.status == Status.PAUSED else ""
    where = " (joint work)" if line.area == Area.ALL else ""
    return (
        f"{line.ref}{where}: {cut(line.title, 200)}\n"
        f"    due {due_words(line)}; reported {rated(line.reported, 'nothing yet')}; by its dates "
        f"{rated(line.date_check, 'not rated')}{status}\n"
        f"    {'; '.join(asked)}"
    )


def _mail(reminder: Reminder, said: str) -> bytes:
    """Return the e-mail: a draft without an address, which mail programs open for writing (X-Unsent)."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=300))  # a subject on one line, as people read it
    message["Subject"] = fit(f"{said.split(' ')[0]}: {reminder.subject}", 200)
    message["X-Unsent"] = "1"
    owner = safe(reminder.owner) or NOBODY
    agency = safe(reminder.agency) or "no agency named"
    whom = f"To the {owner}, {agency}" if reminder.owner else f"To whoever can say who owns this ({agency})"
    items = "\n\n".join(safe(item, newlines=True) for item in reminder.items)
    text = (
        f"{said}\n\n{whom}\n\nThe action plan on the review's recommendations asks of you:\n\n{items}\n\n"
        "Please answer with what was done since the last note, a rating (red, amber or green) and its reason, and what "
        "evidence there is. If nothing changed, say that it is still true and why. Name no child and give no detail by "
        f"which one could be known.\n\n{said}\n"
    )
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    return bytes(message)


def _name(number: int, reminder: Reminder) -> str:
    """Return a file name that sorts, of letters and digits only."""
    words = re.sub(r"[^a-z0-9]+", "-", f"{reminder.agency} {reminder.owner}".lower()).strip("-")
    return f"{number:03d}-{words[:60].strip('-') or 'nobody'}.eml"


def summary(made: Mapping[str, bytes]) -> str:
    """Say how many drafts were made."""
    return f"{plural(len(made), 'draft')} of reminders; each is to be looked at, addressed and sent by a person."
