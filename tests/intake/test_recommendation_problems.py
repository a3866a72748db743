"""Every kind of problem in the recommendation files: the exact words, at the exact line, and nothing else told.

What a good folder gives is tested in test_recommendations.
"""

# ruff: noqa: E501  a case stands on one line, however long

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from tests.intake.builder import EMPTY_AREAS, R4, folder, line_of, problems, spoiled
from tracker.intake.recommendations import FileProblems, Problem, read

BRI_10 = "### R4.BRI.10 Paint on the road"


class Case(NamedTuple):
    """One passage replaced by another in one file, and the one problem that follows at the line that begins ``at``."""

    file: str
    old: str
    new: str
    at: str
    words: str


KEYS_ACTION = (
    "basis, lead, owner, partners, areas, locality, started, due, review, status, funding, also serves, depends on, "
    "documents, difference, expected evidence, assurance, source, caveat or about"
)
AREAS_IN_ORDER = "Joint work (ALL), Bristol (BRI), South Gloucestershire (SGL), North Somerset (NSO)"

ROWS = [
    Case("R4.md", "- lead: BCC", "- leed: BCC", "- leed", "unknown key 'leed'; did you mean lead?"),
    Case("R4.md", "- lead: BCC", "- Lead: BCC", "- Lead", "unknown key 'Lead'; did you mean lead?"),
    Case("R4.md", "- lead: BCC", "- zzz: BCC", "- zzz", f"unknown key 'zzz'; expected {KEYS_ACTION}"),
    Case("R4.md", "- lead: BCC", "- line: 5", "- line", f"unknown key 'line'; expected {KEYS_ACTION}"),
    Case("R4.md", "- lead: BCC", "- lead: BCCC", "- lead: BCCC", "unknown agency 'BCCC'; did you mean BCC?"),
    Case(
        "R4.md", "- lead: BCC", "- lead: QQQ", "- lead: QQQ",
        "unknown agency 'QQQ'; expected a code from 'agencies' in review.md",
    ),
    Case("R4.md", "- lead: BCC", "- lead:", "- lead:\n", "'lead' has no value; expected an agency code"),
    Case("R4.md", "- lead: BCC", "- lead BCC", "- lead BCC", "bullet 'lead BCC' has no colon; expected '- key: value'"),
    Case("R4.md", "- lead: BCC", "-", "-\n", "an empty bullet; expected '- key: value'"),
    Case(
        "R4.md", "- lead: BCC", "- lead: BCC\n- lead: SGC", "- lead: SGC",
        "'lead' stands twice (first in line {R4.md|- lead: BCC}); expected it once",
    ),
    Case("R4.md", "- lead: BCC", "- lead: <b>BCC</b>", "- lead: <b>", "HTML in a value; expected plain words (put \\ before a mark that is meant)"),
    Case("R4.md", "- lead: BCC", "- lead: BCC\n  - due: 2022", "- due: 2022", "a list inside a bullet; expected '- key: value', one level deep"),
    Case("R4.md", "  two lights", "two lights", "two lights", "line 'two lights' runs into the bullet above it; expected an empty line before it, or two spaces at its start"),
    Case("R4.md", "- basis: proposed\n", "", BRI_10, "no 'basis'; expected agreed, public commitment, planned step, existing provision or proposed"),
    Case("R4.md", "- basis: proposed\n- source: 003 para 4.4", "- basis: proposed", BRI_10, "no 'source'; expected a source code and a place, like '003 para 2.1 item 3'"),
    Case("R4.md", "- basis: proposed", "- basis: propposed", "- basis: propposed", "unknown basis 'propposed'; did you mean proposed?"),
    Case("R4.md", "- basis: proposed", "- basis: later", "- basis: later", "unknown basis 'later'; expected agreed, public commitment, planned step, existing provision or proposed"),
    Case("R4.md", "- status: in progress", "- status: complete", "- status: complete", "unknown status 'complete'; expected planned, in progress, paused or proposed"),
    Case("R4.md", "- assurance: light", "- assurance: none", "- assurance: none", "unknown assurance 'none'; expected full or light"),
    Case("R4.md", "- partners: POLICE, CCG", "- partners: POLICE, POLICE", "- partners", "POLICE is named twice; expected it once"),
    Case("R4.md", "- partners: POLICE, CCG", "- partners: POLICE,, CCG", "- partners", "'POLICE,, CCG' has nothing between two commas; expected codes separated by one comma each"),
    Case("R4.md", "- areas: BRI, SGL", "- areas: BRI, SGM", "- areas: BRI, SGM", "unknown area 'SGM'; did you mean SGL?"),
    Case("R4.md", "- locality: harbour side", "- areas: BRI", "- areas: BRI\n- started", "'areas' on a row of one area; expected it on joint rows (ALL) only"),
    Case("R4.md", "- review: 2021-12-01", "- review: 31 September 2021", "- review", "'31 September 2021' is not a date: September has 30 days; write a day from 1 to 30"),
    Case("R4.md", "- due: Q4 2021/22", "- due: March 2021", "- due: March 2021", "'due' (March 2021) is before the start (October 2021); expected the later date there"),
    Case("R4.md", "City fund; £25,000; 2021/22; secured", "City fund; £25,000; secured", "- funding: City", "'City fund; £25,000; secured' has 3 parts; expected 'funder; amount or -; period or -; secured, anticipated, ended or unstated; a caveat if there is one'"),
    Case("R4.md", "City fund; £25,000; 2021/22; secured", "City fund; lots; 2021/22; secured", "- funding: City", "'lots' is not an amount; expected pounds like 25000 or £25,000.00, or -"),
    Case("R4.md", "City fund; £25,000; 2021/22; secured", "City fund; £25,000; 2021/22; secure", "- funding: City", "unknown state of funding 'secure'; did you mean secured?"),
    Case("R4.md", "City fund; £25,000; 2021/22; secured", "-; £25,000; 2021/22; secured", "- funding: -", "no 'funder'; expected the funder's name"),
    Case("R4.md", "- also serves: R1, R2", "- also serves: R1, R10", "- also serves", "unknown recommendation 'R10'; expected R1 to R9"),
    Case("R4.md", "- also serves: R1, R2", "- also serves: R4", "- also serves", "'also serves' names the row's own R4; expected others only"),
    Case("R4.md", "- depends on: R4.BRI.10", "- depends on: R4.BRI.11", "- depends on", "unknown action 'R4.BRI.11'; expected the reference of a row in these files"),
    Case("R4.md", "- depends on: R4.BRI.10", "- depends on: R4.BRI.2", "- depends on", "R4.BRI.2 depends on itself (R4.BRI.2 on R4.BRI.2); expected actions that do not wait for it"),
    Case("R4.md", "- documents: E2", "- documents: E3", "- documents", "unknown evidence 'E3'; expected the reference of a row under 'Evidence' in these files"),
    Case("R4.md", "- expected evidence: policy, voice", "- expected evidence: policy, voices", "- expected", "unknown kind of evidence 'voices'; did you mean voice?"),
    Case("R4.md", "- assurance: light", "- about: sex, girls", "- about", "unknown group of children 'girls'; expected age, disability, reassignment, marriage, pregnancy, ethnicity, religion, sex, orientation, care, poverty, place or send"),
    Case("R4.md", "- expected evidence: policy, voice", "- expected evidence: policy, policy", "- expected", "policy is named twice; expected it once"),
    Case("R4.md", "- basis: proposed\n- source: 003 para 4.4", "- basis: proposed\n- source: 004 para 4.4", "- source: 004", "source '004 para 4.4' begins with no code of 'sources' in review.md; expected 000 or 003, then the place"),
    Case("R4.md", "- basis: proposed\n- source: 003 para 4.4", "- basis: proposed\n- source: 003", "- source: 003\n", "source '003' names no place; expected one like '003 para 2.1 item 3'"),
    Case("R4.md", "- source: 000 notes, item 1\n- caveat: one", "- source: 003 para 4.4\n- caveat: one", "- source: 003 para 4.4\n- source: 003 para 4.4", "003 para 4.4 is named twice; expected it once"),
    Case("R4.md", "- difference: Children", "- difference: " + "x" * 4000 + " Children", "- difference", "4,023 characters; expected at most 4,000"),
    Case("R4.md", "- critical: yes", "- critical: true", "- critical", "'true' is neither yes nor no; expected yes or no"),
    Case("R4.md", "- due: March 2022\n", "", "#### R4.BRI.2.m2", "no 'due'; expected a date"),
    Case("R4.md", "- unit: children\n", "", "### M1 ", "no 'unit'; expected text"),
    Case("R4.md", "- direction: higher is better", "- direction: up", "- direction", "unknown direction 'up'; expected lower is better, higher is better or context only"),
    Case("R4.md", "- target: 120.5", "- target: 120,000", "- target: 1", "'120,000' is not a plain number; expected digits with a point at most (no commas, no %, no unit)"),
    Case("R4.md", "- areas: BRI, NSO", "- areas: ALL, NSO", "- areas: ALL", "ALL beside NSO; expected ALL alone, or the areas one by one"),
    Case("R4.md", "March to May 2022; 104.5; 003 para 2; -", "March to May 2022; 104.5; 003 para 2", "- reading: March", "'March to May 2022; 104.5; 003 para 2' has 3 parts; expected 'period; value; source; caveat or -; numerator/denominator if known'"),
    Case("R4.md", "March to May 2022; 104.5; 003 para 2; -", "March to May 2022; 104.5%; 003 para 2; -", "- reading: March", "'104.5%' is not a plain number; expected digits with a point at most (no commas, no %, no unit)"),
    Case("R4.md", "March to May 2022; 104.5; 003 para 2; -", "May 2022 to March 2022; 104.5; 003 para 2; -", "- reading: May", "the end of the period (March 2022) is before its start (May 2022); expected the later date there"),
    Case("R4.md", "March to May 2022; 104.5; 003 para 2; -", "March to May 2022; 104.5; 003 para 2; -; 31 of 34", "- reading: March", "'31 of 34' is no share; expected numerator/denominator like 31/34"),
    Case("R4.md", "in rain; 31/34", "in rain; 31/0", "- reading: April", "a denominator of 0; expected numerator/denominator like 31/34"),
    Case("R4.md", "- kind: policy", "- kind: policies", "- kind", "unknown kind of evidence 'policies'; did you mean policy?"),
    Case("R4.md", "- form: reference", "- form: file", "- form", "unknown form 'file'; expected reference (files are added in the program)"),
    Case("R4.md", "- serves: R4, R4.BRI.2, review", "- serves: R4, R4.BRI.3, review", "- serves: R4, R4", "unknown action 'R4.BRI.3'; expected the reference of a row in these files"),
    Case("R4.md", "- serves: R4, R4.BRI.2, review", "- serves: everything", "- serves: every", "'everything' is nothing that evidence serves; expected references like R4 or R4.BRI.1, or review"),
    Case("R4.md", "- until: 2023", "- until: 2019", "- until", "'until' (2019) is before its date (March 2020); expected the later date there"),
    Case("review.md", "- serves: R4, X", "- serves: R4, Y", "- serves", "unknown recommendation 'Y'; expected R1 to R9, or X for other work"),
    Case("review.md", "- owner-agency: POLICE", "- owner-agency: POLIS", "- owner-agency", "unknown agency 'POLIS'; did you mean POLICE?"),
]  # fmt: skip

SHAPE = [
    Case("R4.md", "### R4.ALL.1 Shared", "### R5.ALL.1 Shared", "### R5.ALL.1", "R5.ALL.1 belongs to another file; expected R4.ALL. and a number here"),
    Case("R4.md", "### R4.ALL.1 Shared", "### R4.SGL.1 Shared", "### R4.SGL.1", "R4.SGL.1 belongs to another section; expected R4.ALL. and a number under 'Joint work (ALL)'"),
    Case("R4.md", "### R4.ALL.1 Shared", "### K7 Shared", "### K7", "K7 is no action; expected R4.ALL. and a number under 'Joint work (ALL)'"),
    Case("R4.md", "### M1 Children", "### E1 Children", "### E1", "E1 belongs to another section; expected M and a number under 'Measures'"),
    Case("R4.md", "### R4.ALL.1 Shared map", "### Shared map", "### Shared", "heading 'Shared map of crossings' begins with no reference; expected one like R4.BRI.1, M1, E1 or K1, one space and a title"),
    Case("R4.md", "### R4.ALL.1 Shared map of crossings", "### R4.ALL.1", "### R4.ALL.1", "R4.ALL.1 has no title; expected words after the reference"),
    Case("R4.md", "### R4.ALL.1 Shared map", "### r4.all.1 Shared map", "### r4", "reference 'r4.all.1' is not in its usual form; expected R4.ALL.1"),
    Case("review.md", "### K10 The", "### K2 The", "### K2", "reference K2 stands twice (first in R4.md:{R4.md|### K2}); expected a reference of its own"),
    Case("R4.md", "### M1 Children", "### M1 " + "Children " * 40 + "Children", "### M1", "the title of M1 has 387 characters; expected at most 300"),
    Case("R4.md", "Second paragraph.", "Second paragraph." * 300, "First paragraph", "the description of R4.BRI.2 has 5,152 characters; expected at most 4,000"),
    Case("R4.md", "#### R4.BRI.2.m1 First", "#### R4.BRI.3.m1 First", "#### R4.BRI.3", "R4.BRI.3.m1 is no milestone of R4.BRI.2; expected R4.BRI.2.m and a number"),
    Case("R4.md", "## Measures\n", "#### R4.NSO.1.m1 Early\n\n## Measures\n", "#### R4.NSO", "wrong level: heading 'R4.NSO.1.m1 Early' at level 4; expected a milestone ('#### ') under its action ('### ')"),
    Case("R4.md", "## Joint work (ALL)\n", "### R4.ALL.2 Too early\n\n## Joint work (ALL)\n", "### R4.ALL.2", "wrong level: heading 'R4.ALL.2 Too early' at level 3; expected a row ('### ') inside a section ('## ')"),
    Case("R4.md", "Second paragraph.", "##### Deep\n\nand its words", "##### Deep", "wrong level: heading 'Deep' at level 5; expected '# ' title, '## ' section, '### ' row, '#### ' milestone, and no deeper"),
    Case("R4.md", "Second paragraph.", "Second paragraph.\n---", "Second paragraph", "an underlined heading 'Second paragraph.'; expected headings that begin with '#', and an empty line above a line of dashes"),
    Case("R4.md", "Second paragraph.", "| a | b |\n|---|---|\n| 1 | 2 |", "| a |", "a table under 'R4.BRI.2 Lights at the crossing'; expected one list of '- key: value' lines, then paragraphs"),
    Case("R4.md", "Second paragraph.", "```\ncode\n```", "```\ncode", "a code block under 'R4.BRI.2 Lights at the crossing'; expected one list of '- key: value' lines, then paragraphs"),
    Case("R4.md", "Second paragraph.", "<!-- note -->", "<!--", "HTML under 'R4.BRI.2 Lights at the crossing'; expected one list of '- key: value' lines, then paragraphs"),
    Case("R4.md", "Second paragraph.", "See [this](https://example.org).", "See", "a link in a description; expected plain words (put \\ before a mark that is meant)"),
    Case("R4.md", "Second paragraph.", "[Annex]: somewhere", "[Annex]", "a link definition, which prints as nothing; expected plain words"),
    Case("R4.md", "Second paragraph.", "* another: list", "* another", "a second list under 'R4.BRI.2 Lights at the crossing'; expected one list of '- key: value' lines (all with the same bullet), then paragraphs"),
    Case("R4.md", "### R4.ALL.1 Shared map of crossings\n", "### R4.ALL.1 Shared map of crossings\n\nSoon.\n", "Soon.", "text before the list of keys under 'R4.ALL.1 Shared map of crossings'; expected the '- key: value' lines first"),
    Case("R4.md", "- basis: agreed\n- lead: POLICE\n- areas: BRI, SGL\n- source: 000 para 6\n", "", "### R4.ALL.1", "R4.ALL.1 has no list of keys; expected '- key: value' lines under its heading"),
    Case("R4.md", "## Measures\n", "- basis: agreed\n\n## Measures\n", "- basis: agreed\n\n", "a list with no row above it; expected '### ', a reference and a title first"),
    Case("R4.md", "Prose about", "![picture](x.png) Prose about", "![picture", "an image in prose; expected plain words (put \\ before a mark that is meant)"),
    Case("R4.md", "- a point\n", "> a quotation\n\n", "> a", "a block quotation in prose; expected paragraphs and simple lists only"),
    Case("R4.md", "- a point\n", "- a point\n  - a finer point\n", "- a finer", "a list inside a list; expected lists one level deep"),
    Case("R4.md", "## Risks", "## Risk", "## Risk\n", "unknown section 'Risk'; did you mean Risks?"),
    Case("R4.md", "## South Gloucestershire (SGL)\n\nNo action named in the sources.\n", "", "# R4 ", f"no section '## South Gloucestershire (SGL)'; expected the sections {AREAS_IN_ORDER}"),
    Case("R4.md", "## South Gloucestershire (SGL)\n\nNo action named in the sources.\n", "## South Gloucestershire (SGL)\n", "## South", "section 'South Gloucestershire (SGL)' is empty; expected rows, or a sentence (say 'No action named in the sources.')"),
    Case("R4.md", "## Risks\n", "## Bristol (BRI)\n\nAgain.\n\n## Risks\n", "## Bristol (BRI)\n\nAgain", "section 'Bristol (BRI)' stands twice; expected it once"),
    Case("R3.md", EMPTY_AREAS, EMPTY_AREAS.replace("(SGL)", "(?)").replace("North Somerset (NSO)", "South Gloucestershire (SGL)").replace("South Gloucestershire (?)", "North Somerset (NSO)"), "## South", f"section 'South Gloucestershire (SGL)' out of order; expected {AREAS_IN_ORDER}, then any other"),
    Case("review.md", "## Risks", "## Bristol (BRI)", "## Bristol", "unknown section 'Bristol (BRI)'; expected Measures, Evidence or Risks"),
    Case("R4.md", "# R4 ILLUSTRATIVE working title about crossings\n\nProse about the recommendation, with *stress* on one word.\n\n- a point\n- another point\n", "", "---\n\n\n## Joint work", "no title; expected '# ' and a title under the front matter"),
    Case("R4.md", "# R4 ILLUSTRATIVE", "Words first.\n\n# R4 ILLUSTRATIVE", "Words first", "text before the title; expected '# ' and a title first"),
    Case("R4.md", "Prose about", "# Again\n\nProse about", "# Again", "a second title 'Again'; expected one '# ' heading, sections at '## ' and rows at '### '"),
    Case("R4.md", "## Risks\n", "##\n\n## Risks\n", "##\n", "an empty heading; expected words after '##'"),
]  # fmt: skip

FRONT = [
    Case("R4.md", "format: 1\n", "format: 2\n", "format", "format '2' is not known; expected format: 1"),
    Case("R4.md", "format: 1\n", "", "---\nkind", "no 'format'; expected 1"),
    Case("R4.md", "kind: recommendation", "kind: recomendation", "kind", "unknown kind 'recomendation'; did you mean recommendation?"),
    Case("R4.md", "ref: R4\n", "", "---\nformat", "no 'ref'; expected R1 to R9"),
    Case("R4.md", "wording: paraphrase", "wording: guess", "wording", "unknown wording 'guess'; expected verbatim, paraphrase or not held"),
    Case("R4.md", "source: 003 para 4 item 4\n", "", "---\nformat", "no 'source' for wording: paraphrase; expected a source code and a place"),
    Case("R4.md", "source: 003 para 4 item 4", "source: 9 para 4", "source: 9", "source '9 para 4' begins with no code of 'sources' in review.md; expected 000 or 003, then the place"),
    Case("R4.md", "response: accepted\n", "response: agreed\n", "response: a", "unknown response 'agreed'; expected accepted, partly or not accepted"),
    Case("R4.md", "response_source: 000 para 6\n", "", "---\nformat", "no 'response_source' for the response; expected a source code and a place"),
    Case("R4.md", "response: accepted\n", "response: accepted\nverbatim: |\n  words\n", "verbatim", "'verbatim' beside wording: paraphrase; expected wording: verbatim, or no 'verbatim'"),
    Case("R4.md", "wording: paraphrase", "wording: verbatim", "---\nformat", "wording: verbatim without 'verbatim'; expected the official wording as a block text"),
    Case("R4.md", "response: accepted\n", "response: accepted\nresponse: partly\n", "response: partly", "'response' stands twice (first in line {R4.md|response: accepted}); expected it once"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: working: title", "title", "the front matter is not readable YAML (mapping values are not allowed here); expected 'key: value' lines (text with ': ' or '#' in it in quotes)"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: working title #4", "title", "what follows '#' is left out of the value; expected the value in quotes"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: *t", "title", "a reference '*t' to another entry; expected the value itself (in quotes when it begins with '*')"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: !t words", "title", "tag '!t' in the front matter; expected a plain value (in quotes when it begins with '!')"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: [one, two]", "title", "'title' holds a list; expected a working title"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title:", "title", "'title' has no value; expected a working title"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: " + "x" * 301, "title", "301 characters; expected at most 300"),
    Case("R4.md", "title: ILLUSTRATIVE working title about crossings", "title: one\n[a]: two", "[a]", "a key that is itself a list or mapping; expected 'key: value'"),
    Case("review.md", "published: November 2021", "published: 31/11/2021", "published", "'31/11/2021' is not a date: November has 30 days; write a day from 1 to 30"),
    Case("review.md", "published: November 2021", "colour: red\npublished: November 2021", "colour", "unknown key 'colour'; expected format, kind, title, alias, published, commissioned_from, marking, areas, bodies, agencies, sources, calendar or rules"),
    Case("review.md", "marking: OFFICIAL", "marking: SECRET", "marking", "unknown marking 'SECRET'; expected OFFICIAL or OFFICIAL-SENSITIVE"),
    Case("review.md", "  - code: NSO\n    name: North Somerset\n    partnership: Third partnership\n", "", "areas:\n", "'areas' has no NSO; expected BRI, SGL and NSO"),
    Case("review.md", "alias:\n", "", "title: ILLUSTRATIVE review", "a list runs into the value above it; expected a key of its own for the list"),
    Case("review.md", "    kind: police\n", "    kind: pollice\n", "kind: pollice", "unknown kind of agency 'pollice'; did you mean police?"),
    Case("review.md", "    kind: police\n", "", "- code: POLICE", "no 'kind'; expected council, police, health, education, provider, university, government, partnership or community"),
    Case("review.md", "    kind: police\n", "    kind: police\n    town: x\n", "town", "unknown key 'town'; expected code, name, kind, areas, from, until, successor, part_of or source"),
    Case("review.md", "    kind: police\n", "    kind:\n", "kind:\n", "'kind' has no value; expected council, police, health, education, provider, university, government, partnership or community"),
    Case("review.md", "    kind: police\n    areas: [ALL]\n", "    kind: police\n    areas: ALL\n", "areas: ALL", "'areas' holds one value, 'ALL'; expected a list of area codes, or [ALL]"),
    Case("review.md", "    agencies: [BCC, POLICE]", "    agencies: [BCC, POLIC]", "agencies: [BCC, POLIC]", "unknown agency 'POLIC'; did you mean POLICE?"),
    Case("review.md", "  - code: ICB\n", "  - Bare\n  - code: ICB\n", "- Bare", "'agencies' holds one value, 'Bare'; expected an entry with code, name, kind, areas, from, until, successor, part_of, source"),
    Case("review.md", "  - code: JOINT\n", "  - code: BRI-EXEC\n", "- code: BRI-EXEC\n    name: The", "code BRI-EXEC stands twice in 'bodies' (first in line {review.md|- code: BRI-EXEC\n    name: Ex}); expected a code of its own"),
    Case("review.md", "  - code: JOINT\n", "  - code: Joint\n", "- code: Joint", "code 'Joint' is not well formed; expected upper-case letters, digits and hyphens"),
    Case("review.md", "    from: 1 July 2022", "    from: 1 July 2022\n    until: 1 June 2022", "until: 1 June", "'until' (1 June 2022) is before 'from' (1 July 2022); expected the later date there"),
    Case("review.md", "    successor: ICB", "    successor: CCG", "successor", "CCG is its own successor; expected another agency"),
    Case("review.md", "year_starts: 4", "year_starts: 13", "year_starts", "'13' is out of range; expected a whole number from 1 to 12"),
    Case("review.md", "  milestone_red_days: 30", "  milestone_days: 30", "milestone_days", "unknown key 'milestone_days'; did you mean milestone_red_days?"),
    Case("review.md", "    note: invented for tests\n", "  - code: a/b\n    file: x\n    title: x\n    dated: 2021\n", "- code: a/b", "source code 'a/b' is not well formed; expected a short one like 003"),
    Case("review.md", "    source: 000 para 1\n", "    source: nowhere\n", "source: nowhere", "source 'nowhere' begins with no code of 'sources' in review.md; expected 000 or 003, then the place"),
]  # fmt: skip


@pytest.mark.parametrize("case", ROWS + SHAPE + FRONT, ids=lambda case: case.words[:60])
def test_a_problem_is_told_in_these_words_at_its_line(case: Case) -> None:
    files = spoiled(case.file, case.old, case.new)
    line = line_of(files[case.file], case.at)
    words = re.sub(
        r"\{(.+?)\|(.+?)\}", lambda found: str(line_of(files[found[1]], found[2])), case.words, flags=re.DOTALL
    )
    assert problems(files) == [Problem(case.file, line, words)]


def missing(*names: str) -> dict[str, str]:
    return {name: text for name, text in folder().items() if name not in names}


WHOLE_FILES: list[tuple[str, dict[str, str], list[str]]] = [
    (
        "missing files",
        missing("review.md", "R7.md"),
        [
            "R7.md:1: no such file; expected the file of recommendation R7",
            "review.md:1: no such file; expected the file of the review",
        ],
    ),
    (
        "a file of another sort",
        folder() | {"notes.md": "# Notes\n"},
        [
            "notes.md:1: not a file of the plan; expected review.md, R1.md to R9.md and other-work.md "
            "(notes belong in README.md)"
        ],
    ),
    (
        "two files for one recommendation",
        folder() | {"R1 copy.md": folder()["R1.md"]},
        ["R1 copy.md:4: R1 stands in two files (also in R1.md); expected one file for each recommendation"],
    ),
    (
        "one file under another's name",
        spoiled("R1.md", "ref: R1\n", "ref: R2\n"),
        ["R1.md:4: R2 stands in two files (also in R2.md); expected one file for each recommendation"],
    ),
    (
        "a recommendation under a name of its own",
        missing("R1.md") | {"crossings.md": folder()["R1.md"]},
        ["crossings.md:4: R1 stands in crossings.md; expected it in R1.md"],
    ),
    (
        "other work under another name",
        missing("other-work.md") | {"more.md": folder()["other-work.md"]},
        ["more.md:3: kind: other in more.md; expected it in other-work.md only"],
    ),
    (
        "names that differ in capitals",
        folder() | {"Other-work.md": "---\nformat: 1\nkind: other\n---\n# Other\n" + EMPTY_AREAS},
        ["other-work.md:1: its name differs from Other-work.md only in capitals; expected one of the two"],
    ),
    (
        "a front matter that is not closed",
        spoiled("R1.md", "wording: not_held\n---\n", "wording: not_held\n"),
        [
            "R1.md:1: a line of dashes or stars before the title; expected '# ' and a title first",
            "R1.md:1: no front matter; expected '---', lines of 'key: value' and '---' at the top of the file",
            "R1.md:2: text before the title; expected '# ' and a title first",
        ],
    ),
    (
        "an empty front matter",
        folder() | {"R1.md": "---\n---\n# R1\n" + EMPTY_AREAS},
        ["R1.md:1: the front matter is empty; expected 'key: value' lines between two lines of '---'"],
    ),
    (
        "a front matter that is a list",
        folder() | {"R1.md": "---\n- one\n---\n# R1\n" + EMPTY_AREAS},
        ["R1.md:2: the front matter holds no keys; expected 'key: value' lines"],
    ),
    (
        "lists without end",
        spoiled("R1.md", "ref: R1", "ref: " + "[" * 500 + "]" * 500),
        ["R1.md:1: the front matter nests lists too deeply; expected lists of entries, one level deep"],
    ),
    (
        "an action that waits for itself through another",
        spoiled("R4.md", "- basis: proposed\n", "- basis: proposed\n- depends on: R4.BRI.2\n"),
        [
            "R4.md:35: R4.BRI.10 depends on itself (R4.BRI.10 on R4.BRI.2 on R4.BRI.10); "
            "expected actions that do not wait for it",
            "R4.md:52: R4.BRI.2 depends on itself (R4.BRI.2 on R4.BRI.10 on R4.BRI.2); "
            "expected actions that do not wait for it",
        ],
    ),
    (
        "agencies that succeed each other in a ring",
        spoiled("review.md", "    from: 1 July 2022\n", "    successor: CCG\n"),
        [
            "review.md:50: CCG succeeds itself (CCG to ICB to CCG); expected successors that end with a present agency",
            "review.md:55: ICB succeeds itself (ICB to CCG to ICB); expected successors that end with a present agency",
        ],
    ),
    (
        "a key that is misspelt and so missing",
        spoiled("R4.md", "title: ILLUSTRATIVE working", "titel: ILLUSTRATIVE working"),
        ["R4.md:1: no 'title'; expected a working title", "R4.md:5: unknown key 'titel'; did you mean title?"],
    ),
    (
        "a reading with nothing right in it",
        spoiled("R4.md", "April 2021 to June 2021; 91; 003 para 2; counted", "2021-04-31; 9,1; 004; counted"),
        [
            "R4.md:99: '2021-04-31' is not a date: April has 30 days; write a day from 1 to 30",
            "R4.md:99: '9,1' is not a plain number; expected digits with a point at most (no commas, no %, no unit)",
            "R4.md:99: source '004' begins with no code of 'sources' in review.md; expected 000 or 003, then the place",
        ],
    ),
]


@pytest.mark.parametrize(
    ("files", "expected"), [case[1:] for case in WHOLE_FILES], ids=[case[0] for case in WHOLE_FILES]
)
def test_a_file_or_chain_that_is_wrong_is_told_in_these_words(files: dict[str, str], expected: list[str]) -> None:
    assert [str(problem) for problem in problems(files)] == expected


def test_all_problems_of_all_files_are_told_at_once_by_file_and_line() -> None:
    files = spoiled("R4.md", "- lead: BCC", "- lead: BCCC") | {"R2.md": "no plan\n"}
    files["R4.md"] = files["R4.md"].replace("- basis: proposed", "- basis: perhaps").replace("(NSO)", "(NSW)")
    files["review.md"] = files["review.md"].replace("published: November 2021", "published: 30 February 2021")
    found = problems(files)
    assert [(problem.file, problem.line) for problem in found] == sorted((p.file, p.line) for p in found)
    told = {(problem.file, problem.words.split(";")[0]) for problem in found}
    assert told >= {
        ("R2.md", "no front matter"),
        ("R2.md", "no title"),
        ("R4.md", "unknown agency 'BCCC'"),
        ("R4.md", "unknown basis 'perhaps'"),
        ("R4.md", "unknown section 'North Somerset (NSW)'"),
        ("R4.md", "no section '## North Somerset (NSO)'"),
        ("review.md", "'30 February 2021' is not a date: February 2021 has 28 days"),
    }


def test_nothing_is_told_of_codes_when_the_review_cannot_be_read() -> None:
    files = folder() | {"review.md": "---\ntitle: [\n---\n"}
    assert {problem.file for problem in problems(files)} == {"review.md"}


def told(contents: dict[str, bytes]) -> list[str]:
    with pytest.raises(FileProblems) as found:
        read(contents)
    return str(found.value).split("\n")


def as_bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode("utf-8") for name, text in files.items()}


def test_a_file_that_is_not_utf_8_is_told_at_the_line_where_it_breaks() -> None:
    contents = as_bytes(folder()) | {"R4.md": R4.replace("£25,000", "25,000 \u20ac").encode("cp1252")}
    line = line_of(R4, "- funding: City")
    assert told(contents) == [f"R4.md:{line}: the file is not UTF-8; expected it saved as UTF-8 text"]


def test_a_file_that_is_too_large_is_not_read() -> None:
    contents = as_bytes(folder()) | {"R4.md": R4.encode("utf-8") + b" " * 1024 * 1024}
    assert told(contents) == ["R4.md:1: the file is larger than 1,048,576 bytes; expected a smaller one"]


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\x1b", "\x00", "\u2028", "\x85", "\ufeff"])
def test_unseen_characters_are_told_and_shown(unseen: str) -> None:
    files = spoiled("R4.md", "title: ILLUSTRATIVE working", f"title: ILLUS{unseen}TRATIVE working")
    assert [str(problem) for problem in problems(files)] == [
        f"R4.md:5: unseen or control characters in 'title: ILLUS⟨U+{ord(unseen):04X}⟩TRATIVE working title about crossings'; "
        "expected plain text"
    ]


def test_the_exception_says_every_problem_on_a_line_of_its_own() -> None:
    problem = Problem("R1.md", 3, "one thing; another")
    found = FileProblems([Problem("review.md", 1, "last"), problem, problem, Problem("R1.md", 10, "second")])
    assert str(found) == "R1.md:3: one thing; another\nR1.md:10: second\nreview.md:1: last"
    assert found.problems[0] == problem
