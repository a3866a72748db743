"""The figures that an assurance report prints, each with the query that is to find it, read back from its own text.

What is read here is what a reader sees: sentences and tables.  The queries are worked out from the words beside each
figure, never from the report's annex.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.reports.reading import Read, read
from tracker.model.vocabulary import ChildGroup, Difference, Rating, Status
from tracker.register import rules

AREAS = {"Bristol": "BRI", "South Gloucestershire": "SGL", "North Somerset": "NSO", "Joint work": "ALL"}
RATING = {f"{rating.letter} {rating.words} {rating.symbol}": rating.value for rating in Rating}
AT_WORK = "plan status:planned,in_progress"
OFF_TRACK = "plan status:planned,in_progress,paused rag:red,amber"
RULES = {rules.words(rule.id, rules.DEFAULT_SETTINGS): rule.id for rule in rules.RULES if rule.id != "-"}
_TALLY = re.compile(r"([RANGB] (?:Red|Amber|Grey|Green|Blue) [▲◆○●■]|not reported): (\d+)")


@dataclass
class Figures:
    """What a report prints: ``actions`` and ``entries`` are query → number, ``sums`` are numbers that add up.

    ``rest`` is what is left of the sentences once every figure that was understood is taken out.
    """

    prefix: str
    day: str
    until: str
    since: str
    after: str
    actions: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    sums: list[tuple[int, int]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def put(self, query: str, number: str | int) -> None:
        """Remember a figure of the whole report; twice the same figure must be the same number."""
        self.exactly(f"{self.prefix}{query}", number)

    def exactly(self, query: str, number: str | int) -> None:
        """Remember a figure with its whole query."""
        assert self.actions.setdefault(query, int(number)) == int(number), query

    def entry(self, query: str, number: str | int) -> None:
        """Remember a count of entries."""
        assert self.entries.setdefault(query, int(number)) == int(number), query


def figures(text: str, *, prefix: str, day: str, until: str, since: str, after: str) -> Figures:
    """Return all figures of an assurance report; *prefix* begins every query of a report of one area."""
    found = Figures(prefix, day, until, since, after)
    body = text.split("## How to read this report")[0]
    seen = read(body)
    for where, table in seen.tables:
        _of_table(found, where, table)
    for part in re.finditer(r"^### (R\d+|X)\b.*?(?=^##|\Z)", body, re.MULTILINE | re.DOTALL):
        if joint := re.search(r"^Joint work, apart .* existing provision (\d+)\.$", part[0], re.MULTILINE):
            found.exactly(f"{part[1]}.ALL basis:existing_provision", joint[1])
    for words in _sentences(seen, body):
        found.rest.append(_of_sentence(found, words))
    return found


def _sentences(seen: Read, body: str) -> Iterator[str]:
    """Paragraphs and list items, without the cells of tables and the headings."""
    cells = {cell for _, table in seen.tables for row in table for cell in row}
    headings = {text for _, text in seen.headings}
    yield from (" ".join(words.split()) for words in seen.words if words not in cells and words not in headings)


# --- tables -----------------------------------------------------------------------------------------------------------


def _of_table(found: Figures, where: str, table: list[list[str]]) -> None:
    head, rows = table[0], table[1:]
    if head[0] == "Area" and head[-1] == "Actions in the plan":
        for row in rows:
            code = AREAS[row[0].removesuffix(" (apart)")]
            for name, number in zip(head[1:-1], row[1:-1], strict=True):
                found.exactly(f"area:{code} plan check:{RATING[name]}", number)
            found.sums.append((sum(map(int, row[1:-1])), int(row[-1])))
    elif head[0] == "Area":
        for row in rows:
            code = AREAS[row[0].removesuffix(" (apart)")]
            for name, number in zip(head[1:4], row[1:4], strict=True):
                found.exactly(f"area:{code} plan open reported:{RATING[name]}", number)
            for query, number in zip(("plan open unreported", "plan overdue", "plan open"), row[4:], strict=True):
                found.exactly(f"area:{code} {query}", number)
    elif head[0] == "Recommendation":
        _heat(found, head, rows)
    elif head[0] == "Open actions" and len(head) > 2:
        _reconciliation(found, head, rows)
    elif head == ["Open actions", "How many"]:
        _divided(found, rows)
    elif head[0] == "Children who differ by":
        _groups(found, rows)
    elif head[0] == "At the end of":
        _quarters(found, head, rows)
    elif head[0] == "What is recorded":
        _cells(found, where, head, rows)


def _heat(found: Figures, head: list[str], rows: list[list[str]]) -> None:
    for row in rows:
        for name, cell in zip(head[1:], row[1:], strict=True):
            if match := re.fullmatch(r"(.+): (\d+) of (\d+)", cell):
                at = f"{row[0].split(':')[0]}.{AREAS[name]}"
                found.exactly(f"{at} plan check:{RATING[match[1]]}", match[2])
                total = found.actions.get(f"{at} plan open", 0) + found.actions.get(f"{at} plan status:signed_off", 0)
                if total:
                    found.sums.append((total, int(match[3])))


def _reconciliation(found: Figures, head: list[str], rows: list[list[str]]) -> None:
    for place, name in enumerate(head[1:], 1):
        code = AREAS[name]
        opening, added, closed, closing = (row[place] for row in rows)
        found.exactly(f"area:{code} change:was_open {found.since}", opening)
        found.exactly(f"area:{code} plan open", closing)
        for word, cell in (("added", added), ("closed", closed)):
            total, _, told = cell.partition(" ")
            found.exactly(f"area:{code} change:{word} {found.since}", total)
            for number, reason in re.findall(r"(\d+) ([a-z ]+)", told):
                if word == "added":
                    found.exactly(f"area:{code} change:{reason} {found.since}", number)
                else:
                    status = next(status for status in Status if status.words == reason)
                    found.exactly(f"area:{code} status:{status.value} change:closed {found.since}", number)


def _divided(found: Figures, rows: list[list[str]]) -> None:
    queries = (
        f"{AT_WORK} due<{found.day}",
        f"{AT_WORK} due>={found.day} due<={found.until}",
        f"{AT_WORK} due>{found.until}",
        f"{AT_WORK} due:none",
        "plan status:paused,proposed",
        "plan status:complete",
        "plan open",
    )
    for query, row in zip(queries, rows, strict=True):
        found.put(query, row[1])


def _groups(found: Figures, rows: list[list[str]]) -> None:
    for row in rows:
        group = next(group for group in ChildGroup if group.words == row[0])
        number, total = row[1].split(" of ")
        found.put(f"plan open group:{group.value}", number)
        found.put("plan open", total)


def _quarters(found: Figures, head: list[str], rows: list[list[str]]) -> None:
    from tracker.model.dates import parse

    known = found.since.partition(",")[2]
    for row in rows:
        now = row[0].endswith(" (now)")
        end = parse(row[0].removesuffix(" (now)")).day.isoformat()
        for name, number in zip(head[1:-1], row[1:-1], strict=True):
            rating = RATING[name]
            found.put(f"plan check:{rating}" if now else f"was:{rating} since:{end},{known}", number)
        found.sums.append((sum(map(int, row[1:-1])), int(row[-1])))


def _cells(found: Figures, where: str, head: list[str], rows: list[list[str]]) -> None:
    ref = re.split(r"[ :]", where)[0]
    for row in rows:
        for name, cell in zip(head[1:], row[1:], strict=True):
            _cell(found, f"{ref}.{AREAS[name.removesuffix(', apart')]}", row[0], cell)


def _cell(found: Figures, at: str, fact: str, cell: str) -> None:
    patterns: dict[str, tuple[tuple[str, str], ...]] = {
        "Actions in the plan": ((r"(\d+) open", "plan open"), (r"(\d+) signed off", "plan status:signed_off")),
        "Delivery": (
            (r"(\d+) overdue", "plan overdue"),
            (r"(\d+) claimed complete", "plan status:complete"),
            (r"(\d+) signed off", "plan status:signed_off"),
            (r"(\d+) ended", "plan status:superseded,not_accepted,withdrawn"),
        ),
        "Existing provision": ((r"(\d+)", "basis:existing_provision"),),
        "Evidence": (
            (r"beforehand for (\d+)", "plan current expecting"),
            (r"accepted for (\d+)", "plan current accepted"),
        ),
    }
    for pattern, query in patterns.get(fact, ()):
        if match := re.search(pattern, cell):
            found.exactly(f"{at} {query}", match[1])
    if fact == "Evidence" and (match := re.match(r"of (\d+): .* in hand for (\d+)", cell)):
        found.exactly(f"{at} plan current unevidenced", int(match[1]) - int(match[2]))
    if fact in ("Reported rating", "Date check"):
        for name, number in _TALLY.findall(cell):
            query = "open unreported" if name == "not reported" else f"open reported:{RATING.get(name)}"
            found.exactly(f"{at} plan {query if fact == 'Reported rating' else f'check:{RATING[name]}'}", number)


# --- sentences --------------------------------------------------------------------------------------------------------

Put = Callable[[Figures, re.Match[str]], None]


def _queries(*queries: str) -> Put:
    """Each group of the match is the number that the query in its place finds."""

    def put(found: Figures, match: re.Match[str]) -> None:
        for query, number in zip(queries, match.groups(), strict=True):
            if number is not None:
                found.put(query.format(**vars(found)), number)

    return put


def _entry_queries(*queries: str) -> Put:
    def put(found: Figures, match: re.Match[str]) -> None:
        for query, number in zip(queries, match.groups(), strict=True):
            found.entry(query.format(**vars(found)), number)

    return put


def _movement(found: Figures, match: re.Match[str]) -> None:
    opening, added, closed, closing = map(int, match.groups()[1:])
    found.sums.append((opening + added - closed, closing))
    found.exactly(f"area:{AREAS[match[1]]} change:was_open {found.since}", opening)


def _grey(found: Figures, match: re.Match[str]) -> None:
    found.put("plan check:grey", match[1])
    parts = [(RULES[words], number) for words, number in re.findall(r"(?:, | and |^)([^()]+?) \((\d+)\)", match[2])]
    for rule, number in parts:
        found.put(f"plan check:grey rule:{rule}", number)
    found.sums.append((sum(int(number) for _, number in parts), int(match[1])))


def _tally(query: str) -> Put:
    def put(found: Figures, match: re.Match[str]) -> None:
        for name, number in _TALLY.findall(match[0]):
            found.put(query.format(rating=RATING[name], **vars(found)), number)

    return put


def _difference(found: Figures, match: re.Match[str]) -> None:
    for words, number in re.findall(r"([a-z ]+): (\d+)", match[2]):
        step = next(step for step in Difference if step.words == words.strip())
        found.put(f"plan current difference:{step.value}", number)
    found.sums.append((sum(map(int, re.findall(r": (\d+)", match[2]))), int(match[1])))


def _on_course(found: Figures, match: re.Match[str]) -> None:
    left, all_, less = int(match[1]), int(match[2]), sum(map(int, re.findall(r"less (\d+)", match[3] or "")))
    found.sums.append((all_ - less, left))
    if doubted := re.search(r"less (\d+) reported red or amber", match[0]):
        found.put(f"{_DUE} check:green reported:red,amber".format(**vars(found)), doubted[1])


def _existing(found: Figures, match: re.Match[str]) -> None:
    for name, number in re.findall(rf"({'|'.join(AREAS)}) (\d+)", match[0]):
        found.exactly(f"area:{AREAS[name]} basis:existing_provision", number)


def _neighbours(found: Figures, match: re.Match[str]) -> None:
    """The first few rows of a neighbour by reference, and how many more there are."""
    named = re.findall(r"((?:R\d+|X)\.[A-Z]{3})\.\d+ ", match[0])
    still = "status:proposed,planned,in_progress,paused,complete,signed_off"
    found.exactly(f"{named[0]} {still}", len(named) + int(match[1] or 0))


def _nothing(found: Figures, match: re.Match[str]) -> None:
    """A figure that is read elsewhere."""


def _quiet(found: Figures, match: re.Match[str]) -> None:
    acts = {
        "progress notes that changed no rating": "progress.recorded unchanging",
        "links of evidence": "evidence.linked unchanging",
        "reviews of the trail": "trail.reviewed unchanging",
        "readings of measures": "reading.added unchanging",
        "records of funding": "funding.added unchanging",
        "meetings entered": "meeting.added unchanging",
        "decisions asked for": "decision.asked",
        "decisions taken": "decision.made",
        "decisions put off": "decision.deferred",
        "requests withdrawn": "decision.withdrawn",
    }
    for words, act in acts.items():
        if number := re.search(rf"{words} (\d+)", match[0]):
            found.entry(f"{found.after} act:{act}", number[1])


_DUE = f"{AT_WORK} due>={{day}} due<={{until}}"
SENTENCES: tuple[tuple[str, Put], ...] = (
    (rf"({'|'.join(AREAS)}) (\d+) \+ (\d+) − (\d+) = (\d+)", _movement),
    (r"(\d+) open actions?, those claimed complete aside, (?:is|are) red or amber", _queries(OFF_TRACK)),
    (r"(\d+) more (?:is|are) A Amber ◆ only", _queries(f"{OFF_TRACK} rule:D5 -reported:red,amber")),
    (r"(\d+) actions? cannot be rated by dates, N Grey ○: (.*)\.", _grey),
    (r"(\d+) actions? (?:is|are) reported as better", _queries(f"{AT_WORK} disagree")),
    (r"\(B Blue ■\): (\d+) of \d+ actions? in the plan", _queries("plan status:signed_off")),
    (
        r"By their dates, (\d+) (?:is|are) green, .* awaiting a body's decision \((\d+)\)",
        _queries("plan check:green", "plan status:complete"),
    ),
    (r"the others are [^.]*\.", _tally("plan check:{rating}")),
    (r"(\d+) actions? of (\d+) open (?:is|are) overdue already", _queries("plan overdue", "plan open")),
    (r"(\d+) falls? due by", _queries(_DUE)),
    (r"by their dates [RANGB] [^.;]*?(?=, of which|\.)", _tally(f"{_DUE} check:{{rating}}")),
    (r"(\d+) of these (\d+) (?:is|are) shown to be on course(?: \(\d+((?:, less \d+ [a-z ]+)*)\))?", _on_course),
    (
        r"The rest of the (\d+) open: (?:due later (\d+))?(?:(?:, | and )?claimed complete (\d+))?"
        r"(?:(?:, | and )?paused or only proposed (\d+)(?: \(past the due date: (\d+)\))?)?"
        r"(?:(?:, | and )?without a due date (\d+))?\.",
        _queries(
            "plan open",
            f"{AT_WORK} due>{{until}}",
            "plan status:complete",
            "plan status:paused,proposed",
            "plan status:paused due<{day}",
            f"{AT_WORK} due:none",
        ),
    ),
    (
        r"ratings got worse for (\d+) actions?, better for (\d+), and were given or lost for (\d+)\.",
        _queries("change:worse {since}", "change:better {since}", "change:rerated {since}"),
    ),
    (
        r"(\d+) dates? moved by agreement, (\d+) corrections?, (\d+) (?:entry|entries) in all",
        _entry_queries(
            "{after} act:action.revised,milestone.revised standing",
            "{after} act:date.corrected,entry.undone",
            "{after} -act:report",
        ),
    ),
    (r"Of (\d+) actions in the plan, ([^.]*)\.", _difference),
    (r"neither rated nor counted: [^.]*\.", _existing),
    (
        r"(\d+) of (\d+) open actions? in the plan says? which groups of children",
        _queries("plan open group:any", "plan open"),
    ),
    (r"Of (\d+) open actions? nobody has written down whom", _queries("plan open -group:any")),
    (r"(\d+) open actions? (?:has|have) had the due date moved", _queries("plan open moved")),
    (r"Only counted here: .*", _quiet),
    (r"Not recorded here .*?(?:, and (\d+) more)?\.$", _neighbours),
    (r"^Joint work, apart .* existing provision \d+\.$", _nothing),
    (
        r"(\d+) (?:entry|entries) of these (?:was|were) recorded more than \d+ days after",
        _entry_queries("{after} late -act:report"),
    ),
    (r"Recorded late: (\d+) (?:entry|entries) more than \d+ days after", _entry_queries("late -act:report")),
    (
        r"The link of (\d+) rows? to a recommendation",
        _queries("unconfirmed rec:R1,R2,R3,R4,R5,R6,R7,R8,R9"),
    ),
    (r"(\d+) rows? serves? none that is held", _queries("rec:X")),
)
"""What a sentence says, and the queries that are to find its numbers; what stands in braces is filled in."""


def _of_sentence(found: Figures, words: str) -> str:
    """Take out of a sentence all figures that are understood, and return what is left of it."""
    for pattern, put in SENTENCES:
        while match := re.search(pattern, words):
            put(found, match)
            words = words[: match.start()] + " … " + words[match.end() :]
    return words
