"""Measures the privacy guard on the corpus of tests/model/guard_corpus and writes docs/privacy-guard.md.

Every line of the corpus is made up.  Run it with the other pages: ``python docs/make_tables.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker.model.guard import Kind, look
from tracker.model.guard.contacts import PUBLIC_BODIES

CORPUS = Path(__file__).parent.parent / "tests" / "model" / "guard_corpus"
ORDINARY, FRESH, HARD = "ordinary", "fresh", "hard"
"""The parts of the corpus: a file for each kind, and two files that hold all of them."""


@dataclass(frozen=True)
class Sample:
    """One text of the corpus, and the kind that it holds; None for a text that holds none."""

    text: str
    kind: Kind | None
    part: str


@dataclass(frozen=True)
class Score:
    """How the guard did on one kind: texts that hold it, those found, texts that hold nothing, false alarms."""

    kind: Kind
    holding: int
    found: int
    quiet: int
    alarms: int

    @property
    def recall(self) -> float:
        """The share of the texts that hold it which were found."""
        return self.found / self.holding

    @property
    def precision(self) -> float:
        """The share of the alarms that were right."""
        return self.found / max(1, self.found + self.alarms)


def samples(part: str | None = None) -> list[Sample]:
    """Return the corpus or one part of it.

    In a file: ``+`` before a text that holds the kind that the file is named for (``kind +`` where it is named for
    none), ``-`` before a text that holds nothing, ``#`` before a comment.
    """
    found = []
    for file in sorted(CORPUS.glob("*.txt")):
        own = file.stem if file.stem in (FRESH, HARD) else ORDINARY
        for line in file.read_text(encoding="utf-8").splitlines():
            head, _, text = line.partition(" ")
            if head in Kind._value2member_map_ and text.startswith("+ "):
                found.append(Sample(text[2:], Kind(head), own))
            elif head == "+":
                found.append(Sample(text, Kind(file.stem), own))
            elif head == "-":
                found.append(Sample(text, None, own))
            elif line and head != "#":
                raise ValueError(f"{file.name}: {line!r} is neither a text of the corpus nor a comment")
    return [sample for sample in found if part in (None, sample.part)]


def score(kind: Kind, corpus: list[Sample]) -> Score:
    """Return how the guard does on *kind*; what else it finds in a text that holds another kind is not judged."""
    holding = [sample for sample in corpus if sample.kind is kind]
    quiet = [sample for sample in corpus if sample.kind is None]
    return Score(
        kind,
        len(holding),
        sum(_sees(sample, kind) for sample in holding),
        len(quiet),
        sum(_sees(sample, kind) for sample in quiet),
    )


def _sees(sample: Sample, kind: Kind) -> bool:
    return any(match.kind is kind for match in look(sample.text))


def scores(part: str) -> list[Score]:
    """Return the scores on one part of the corpus, a kind each."""
    corpus = samples(part)
    return [score(kind, corpus) for kind in Kind]


def _table(part: str) -> str:
    rows = scores(part)
    lines = [
        "| Looks like … | Texts that hold it | Found | Recall | False alarms | Precision |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.kind.words} | {one.holding} | {one.found} | {one.recall:.0%} | {one.alarms} | {one.precision:.0%} |"
        for one in rows
    ]
    holding, found, alarms = (sum(getattr(one, name) for one in rows) for name in ("holding", "found", "alarms"))
    lines.append(
        f"| all kinds | {holding} | {found} | {found / holding:.0%} | {alarms} | {found / max(1, found + alarms):.0%} |"
    )
    return "\n".join(lines)


def _quiet(part: str) -> int:
    return sum(sample.kind is None for sample in samples(part))


def _missed(part: str) -> str:
    """The texts of a part that are not seen though they hold something."""
    texts = [s for s in samples(part) if s.kind and not _sees(s, s.kind)]
    return "\n".join(f"* “{sample.text}”" for sample in texts)


def page() -> str:
    """Return docs/privacy-guard.md."""
    return f"""<!-- Made by docs/measure_guard.py; change the words there, the corpus in tests/model/guard_corpus. -->

# The privacy guard

A plan holds no data about a single child. So every text that a person records, and the name of every evidence file, is
looked at before it is saved: on the command line, in the terminal UI and for whatever else acts at the desk. When one
looks like personal data, nothing is saved and one line says what it looks like and in which field:

    The note seems to hold a postcode. Nothing was saved: take it out, or give a reason why it must stand.

It is a second pair of eyes, not a judgement: it knows patterns, and cannot read.

## What it looks for

* **NHS number**: ten digits that pass the check digit, written 3-3-4 or near the letters NHS; any ten digits after "NHS
  number". Ten digits in a row elsewhere are taken for a reference, because one in eleven passes the check by chance.
* **Unique pupil number**: a letter and twelve characters that pass the check letter, or stand after UPN.
* **National Insurance number**: two letters, six digits, one letter A to D; without the last letter after NI, NINO or
  National Insurance.
* **Date of birth**: a full date after born, DOB, date of birth or birthday; an age on a day ("aged 14 on …", "turns 16
  on …"), unless it is that of a cohort.
* **Postcode**: a full postcode in one of the postcode areas. A district (BS5) is none.
* **Telephone**: numbers that begin 01, 02 or 07, with or without +44; six digits and more after tel, phone, mobile or
  call. Numbers of services (03, 08, short numbers) may stand.
* **E-mail** outside the domains that only public bodies have: {", ".join(f"`{domain}`" for domain in PUBLIC_BODIES)}.
  Agencies have no domain in the register; a provider's address therefore needs a reason.
* **A child's name or initials in a telling phrase**: "child J", "the boy, Tom,", "J's mother", "known as K", "aged 15"
  after a name.
* **School, incident and day** in one sentence or two that follow each other.
* **Counts of fewer than five** children, young people, pupils, families, victims, cases and the like, in figures or
  words; what is left over counts too ("38 of 41 children"). "Three areas" and "31 of 34 actions" are no such counts.
  A reading or baseline of a measure is looked at with its unit.
* **Percentages that give such a count away**: "94 % of 17" is sixteen, and so one.

Full-width and other scripts' digits, no-break spaces, unseen characters, kinds of dashes, underscores of file names and
Markdown's backslashes make no difference.

## Recording it all the same

Give the reason: on the command line `--despite`, in the terminal UI the field *Why it must stand*, which appears when
saving was refused.

    tracker progress R1.BRI.2 --rag green --note "Four pupils wrote it" --despite "The leaflet says so, without names"

The entry keeps what kinds were warned of and the reason; `tracker log` and the pages of the terminal UI say "recorded
over the guard's warning of …; reason: …", and rule C21 of `tracker check` lists such entries until their words were
disposed of. What was matched is nowhere: in no message, no fact and no log. The reason is looked at too, and there is
no way past that. A reason given where the guard sees nothing is not kept.

To keep a count, write "fewer than five". To keep a percentage, leave its denominator out, or the percentage.

## What it does not do

* It does not read evidence files, only their names.
* The recommendation files are published documents, taken over word for word; they are not looked at when they are
  loaded.
* What the program makes itself (the body of a report, names of backups) is not looked at again when it is recorded.
* Names by themselves are not looked for: most capitalised words of a plan are places, posts and programmes. Addresses
  without a postcode, nicknames, numbers in words and what only insiders can tell apart are for people to see.

## Hits and false alarms

Measured on texts of our own, all made up: numbers from ranges kept for tests and drama, postcodes that nobody has. Each
text without personal data counts against every kind.

**The ordinary part**, with {_quiet(ORDINARY)} texts that hold nothing. The patterns were written with it at hand, so it
says that the guard does what it is meant to, not how it does on your texts.

{_table(ORDINARY)}

**The fresh part**, with {_quiet(FRESH)} texts that hold nothing: written afterwards as notes are written, and no
pattern was changed to suit it. This is the table to judge the guard by.

{_table(FRESH)}

It did not see:

{_missed(FRESH)}

**The hard part**, with {_quiet(HARD)} texts that hold nothing: written to be missed or to mislead.

{_table(HARD)}

It did not see:

{_missed(HARD)}
"""
