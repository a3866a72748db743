"""Loads the recommendation files of a folder, all of them or none, with every problem told in one run.

The format is described in docs/recommendation-files.md; nothing here writes to the register.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from tracker.intake import build, checks, folder, sections
from tracker.intake.files import AreaStatement, OtherFile, PlanFile, PlanFiles, RecommendationFile, ReviewFile
from tracker.intake.folder import FILE_BYTES, REVIEW, SourceFile
from tracker.intake.problems import FileProblems, Problem, Report
from tracker.intake.rows import ActionRow, EvidenceRow, MeasureRow, MilestoneRow, RiskRow, Row
from tracker.intake.sections import AREA_SECTIONS, Placed
from tracker.intake.values import Known
from tracker.model import references
from tracker.model.references import sort_key
from tracker.model.vocabulary import Area

__all__ = ["FileProblems", "PlanFiles", "Problem", "default_folder", "load", "main", "read"]

_R = TypeVar("_R", bound=Row)
_FILE_MODELS: dict[str, type[PlanFile]] = {
    "review": ReviewFile,
    "recommendation": RecommendationFile,
    "other": OtherFile,
}
_ROW_MODELS: dict[str, type[Row]] = {
    "action": ActionRow,
    "milestone": MilestoneRow,
    "measure": MeasureRow,
    "evidence": EvidenceRow,
    "risk": RiskRow,
}


def default_folder() -> Path:
    """Return the folder of recommendation files: the one packed into the installed program, else the checkout's.

    Raises FileNotFoundError with a sentence for people when there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for place in (package / "_recommendations", package.parent / "recommendations"):
        if place.is_dir():
            return place
    raise FileNotFoundError("no recommendation files came with this program; install it again, or name their folder")


def load(place: Path) -> PlanFiles:
    """Return everything in the recommendation files of the folder *place*.

    Reads every ``.md`` file there but README.md and hidden ones.  Raises FileProblems with all problems of all files
    when there is any.
    """
    if not place.is_dir():
        raise FileProblems([Problem(str(place), 1, "no such folder; expected the folder of the recommendation files")])
    report = Report()
    contents: dict[str, bytes] = {}
    for path in sorted(place.iterdir()):
        hidden = path.name.startswith(".") or path.name.lower() == "readme.md"
        if path.suffix.lower() != ".md" or hidden or not path.is_file():
            continue
        try:
            with path.open("rb") as stream:
                contents[path.name] = stream.read(FILE_BYTES + 1)
        except OSError as error:
            report.add(path.name, 1, f"the file cannot be read ({error.strerror}); expected one that you may open")
    return read(contents, report)


def read(contents: Mapping[str, bytes], report: Report | None = None) -> PlanFiles:
    """Return everything in *contents* (file name to bytes), as ``load`` does; *report* may hold earlier problems."""
    report = report or Report()
    files = folder.take_apart(contents, report)
    rows: list[Placed] = []
    for file in files:
        sections.check_order(file.document, file.kind, report)
        rows.extend(sections.placed(file.document, file.kind, file.owner, report))
    sections.unique(rows, report)
    review = next((file.front for file in files if file.name.lower() == REVIEW), None)
    known = checks.known(review, rows)
    if review:
        checks.review_lists(review, report)
    built_files = [one for file in files if (one := _file(file, known, report))]
    built_rows = [record for row in rows if (record := _row(row, known, report))]
    waits = {row.ref: item.line for row in rows for item in row.row.items if item.key == "depends on"}
    checks.dependencies(_of(ActionRow, built_rows), waits, report)
    report.raise_any()
    return _plan(built_files, built_rows)


def _file(file: SourceFile, known: Known, report: Report) -> PlanFile | None:
    """Return the record of a file's front matter and prose."""
    if file.front is None:
        return None
    document = file.document
    place: dict[str, object] = {"file": file.name, "heading": document.heading, "prose": document.prose}
    if file.kind != "review":
        place["statements"] = tuple(
            AreaStatement(area=AREA_SECTIONS[section.heading], line=section.line, words=section.prose)
            for section in document.sections
            if section.heading in AREA_SECTIONS and section.paragraphs
        )
    return build.from_front(_FILE_MODELS[file.kind], file.front, place, known, report)


def _row(row: Placed, known: Known, report: Report) -> Row | None:
    """Return the record of a row."""
    source, items = row.row, row.row.items
    if not source.listed:
        return None  # said where the row was placed
    place: dict[str, object] = {
        "file": row.file,
        "line": source.line,
        "ref": row.ref,
        "title": row.title,
        "description": source.description,
    }
    if row.kind == "action":
        owner = references.parse(row.ref).recommendation if references.is_reference(row.ref) else None
        place |= {"recommendation": owner or "", "area": row.area}
        if row.area is not Area.ALL:
            for item in items:
                if item.key == "areas":
                    report.add(
                        row.file, item.line, "'areas' on a row of one area; expected it on joint rows (ALL) only"
                    )
            items = [item for item in items if item.key != "areas"]
    elif row.kind == "milestone":
        place["action"] = row.above
    return build.from_items(_ROW_MODELS[row.kind], items, place, known, row.file, source.line, report)


def _of(model: type[_R], rows: list[Row]) -> list[_R]:
    """Return the rows of one kind in natural order of reference."""
    return sorted((row for row in rows if isinstance(row, model)), key=lambda row: sort_key(row.ref))


def _plan(files: list[PlanFile], rows: list[Row]) -> PlanFiles:
    """Put the checked records together."""
    held = [file for file in files if isinstance(file, RecommendationFile)]
    return PlanFiles(
        review=next(file for file in files if isinstance(file, ReviewFile)),
        recommendations=sorted(held, key=lambda file: sort_key(file.ref)),
        other=next((file for file in files if isinstance(file, OtherFile)), None),
        actions=_of(ActionRow, rows),
        milestones=_of(MilestoneRow, rows),
        measures=_of(MeasureRow, rows),
        evidence=_of(EvidenceRow, rows),
        risks=_of(RiskRow, rows),
    )


def main(arguments: list[str]) -> int:
    """Print what a folder holds, or all its problems; return 0 when it can be loaded, 1 when not, 2 for wrong usage."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print("usage: python -m tracker.intake.recommendations [FOLDER]", file=sys.stderr)
        return 2
    try:
        plan = load(Path(arguments[0]) if arguments else default_folder())
    except (FileProblems, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"recommendations {len(plan.recommendations)}")
    for name in ("actions", "milestones", "measures", "evidence", "risks"):
        print(f"{name} {len(getattr(plan, name))}")
    print(f"readings {sum(len(measure.readings) for measure in plan.measures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
