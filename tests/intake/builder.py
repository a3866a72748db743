"""A small, valid folder of recommendation files in words of our own, and ways to spoil it.

All of it is ILLUSTRATIVE: no sentence here says anything about a real review, agency or place.
"""

from __future__ import annotations

import re

from tracker.intake.recommendations import FileProblems, PlanFiles, Problem, read

REVIEW = """\
---
format: 1
kind: review
title: ILLUSTRATIVE review of safe journeys to school
alias:
  - ILLUSTRATIVE journeys review
published: November 2021
commissioned_from: an office for reviews
marking: OFFICIAL
areas:
  - code: BRI
    name: Bristol
    partnership: First partnership
  - code: SGL
    name: South Gloucestershire
    partnership: Second partnership
  - code: NSO
    name: North Somerset
    partnership: Third partnership
bodies:
  - code: BRI-EXEC
    name: Executive of the first partnership
    kind: executive
    areas: [BRI]
    agencies: [BCC, POLICE]
    source: 000 para 1
  - code: JOINT
    name: The three executives together
    kind: executive
    areas: [ALL]
agencies:
  - code: BCC
    name: First council
    kind: council
    areas: [BRI]
  - code: SGC
    name: Second council
    kind: council
    areas: [SGL]
  - code: POLICE
    name: Police of all three areas
    kind: police
    areas: [ALL]
    source: "not in the sources: invented"
  - code: CCG
    name: Old health body
    kind: health
    areas: [ALL]
    until: 30 June 2022
    successor: ICB
  - code: ICB
    name: New health body
    kind: health
    areas: [ALL]
    from: 1 July 2022
sources:
  - code: 000
    file: statement.txt
    title: ILLUSTRATIVE statement
    dated: November 2021
  - code: 003
    file: paper.txt
    title: ILLUSTRATIVE paper
    dated: 13 December 2021
    note: invented for tests
calendar:
  year_starts: 4
  meeting_interval_months: 3
  cut_off_days: 14
rules:
  milestone_red_days: 30
---

# ILLUSTRATIVE review of safe journeys to school

What this review looked at, in one sentence.

## Risks

### K10 The bus may stop running

- serves: R4, X
- areas: ALL
- owner-agency: POLICE
- source: 003 para 9
- caveat: nobody has said so yet

A risk told in a sentence.
"""

EMPTY_AREAS = """\
## Joint work (ALL)

No action named in the sources.

## Bristol (BRI)

No action named in the sources.

## South Gloucestershire (SGL)

No action named in the sources.

## North Somerset (NSO)

No action named in the sources.
"""

R4 = """\
---
format: 1
kind: recommendation
ref: R4
title: ILLUSTRATIVE working title about crossings
wording: paraphrase
source: 003 para 4 item 4
response: accepted
response_source: 000 para 6
---

# R4 ILLUSTRATIVE working title about crossings

Prose about the recommendation, with *stress* on one word.

- a point
- another point

## Joint work (ALL)

### R4.ALL.1 Shared map of crossings

- basis: agreed
- lead: POLICE
- areas: BRI, SGL
- source: 000 para 6

## Bristol (BRI)

Two rows of our own making.

### R4.BRI.10 Paint on the road

- basis: proposed
- source: 003 para 4.4

### R4.BRI.2 Lights at the crossing

- basis: public commitment
- lead: BCC
- owner: head of streets
- partners: POLICE, CCG
- locality: harbour side
- started: October 2021
- due: Q4 2021/22
- review: 2021-12-01
- status: in progress
- funding: City fund; £25,000; 2021/22; secured
- funding: A charity; -; -; anticipated; may come; may not
- also serves: R1, R2
- depends on: R4.BRI.10
- documents: E2
- difference: Children cross safely.
- expected evidence: policy, voice
- assurance: light
- source: 003 para 4.4
- source: 000 notes, item 1
- caveat: one of
  two lights

First paragraph of the description
over two lines.

Second paragraph.

#### R4.BRI.2.m2 Second light

- due: March 2022
- source: 003 para 4.4

#### R4.BRI.2.m1 First light

- due: 31 January 2022
- critical: yes
- source: 003 para 4.4
- caveat: weather permitting

## South Gloucestershire (SGL)

No action named in the sources.

## North Somerset (NSO)

No action named in the sources.

## Measures

### M1 Children who walk to school

- serves: R4
- areas: BRI, NSO
- unit: children
- definition: counted at the gate
- direction: higher is better
- baseline: 100
- target: 120.5
- target date: 2022
- source: 003 para 2
- reading: April 2021 to June 2021; 91; 003 para 2; counted twice; in rain; 31/34
- reading: March to May 2022; 104.5; 003 para 2; -

## Evidence

### E2 Strategy for crossings

- kind: policy
- form: reference
- serves: R4, R4.BRI.2, review
- dated: March 2020
- until: 2023
- custodian: first council
- place: its library
- marking: OFFICIAL-SENSITIVE
- source: 000 notes, item 1
- caveat: title as cited

## Risks

### K2 Paint wears off

- serves: R4
- areas: BRI
- source: 003 para 4.4
"""

OTHER = f"""\
---
format: 1
kind: other
---

# Other work

{
    EMPTY_AREAS.replace(
        '''## Bristol (BRI)

No action named in the sources.
''',
        '''## Bristol (BRI)

### X.BRI.1 Reflective jackets

- basis: existing provision
- source: 003 para 5
''',
    )
}"""


def empty_recommendation(ref: str) -> str:
    """A recommendation without wording and without rows."""
    return (
        f"---\nformat: 1\nkind: recommendation\nref: {ref}\ntitle: Recommendation not held\nwording: not_held\n"
        f"---\n\n# {ref} Recommendation not held\n\n{EMPTY_AREAS}"
    )


def folder() -> dict[str, str]:
    """The valid folder: file name to text."""
    files = {f"R{number}.md": empty_recommendation(f"R{number}") for number in range(1, 10)}
    return files | {"review.md": REVIEW, "R4.md": R4, "other-work.md": OTHER}


def loaded(files: dict[str, str]) -> PlanFiles:
    """Read *files* as they would stand on disk."""
    return read({name: text.encode("utf-8") for name, text in files.items()})


def problems(files: dict[str, str]) -> list[Problem]:
    """Everything wrong with *files*; an empty list when they load."""
    try:
        loaded(files)
    except FileProblems as found:
        return found.problems
    return []


def spoiled(name: str, old: str, new: str) -> dict[str, str]:
    """The valid folder with the one *old* passage of the file *name* replaced."""
    files = folder()
    assert files[name].count(old) == 1, f"{old!r} stands {files[name].count(old)} times in {name}"
    files[name] = files[name].replace(old, new)
    return files


def line_of(text: str, start: str) -> int:
    """The number of the one line of *text* that begins with *start*, which may run over several lines."""
    found = [match.start() for match in re.finditer("^ *" + re.escape(start), text, re.MULTILINE)]
    assert len(found) == 1, f"{len(found)} lines begin with {start!r}"
    return text.count("\n", 0, found[0]) + 1
