"""The one registry of commands: keys, words, help, the screens they live on and the act of the plan they record.

It feeds key bindings, footers, the palette, the help screen and docs/keys.md; what a command does stands elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

ANYWHERE = "anywhere"
FIELDS = ("form", "round_form", "sitting_form")
"""Forms with fields."""

FORMS = (*FIELDS, "preview")
"""Screens on which one types: only their own commands are live there."""

LISTS = ("actions", "trail", "evidence", "meetings", "risks", "measures", "queries")
PAGES = ("recommendation", "action", "milestone", "piece", "decision", "risk", "measure", "query", "other")


class Command(NamedTuple):
    """One thing that can be done by key, palette or mouse.

    ``screens`` names where it is live (ANYWHERE: everywhere but in a form).  ``act`` is the act of the plan that it
    records; its reason, when it cannot be done, comes from the desk.  ``about`` are the kinds of reference it is about,
    and with ``needs`` it cannot be done without one.  ``short`` is its name in the footer, empty for
    commands that are not shown there; ``rank`` orders the footer.
    """

    id: str
    key: str
    words: str
    help: str
    screens: tuple[str, ...] = (ANYWHERE,)
    act: str | None = None
    about: str = ""
    needs: bool = True
    short: str = ""
    rank: int = 50
    group: str = "Getting about"

    def lives_on(self, screen: str) -> bool:
        """Tell whether the command is live on a screen."""
        return screen in self.screens or ANYWHERE in self.screens


def _go(number: int, name: str, words: str, text: str) -> Command:
    return Command(f"go_{name}", str(number), words, text, group="Screens")


def _act(
    name: str,
    key: str,
    words: str,
    act: str,
    text: str,
    screens: tuple[str, ...] = ("action",),
    *,
    about: str = "action",
    needs: bool = True,
    short: str = "",
    rank: int = 30,
    group: str = "On an action",
) -> Command:
    return Command(name, key, words, text, screens, act, about, needs and bool(about), short, rank, group)


_LISTED = ("action", "actions", "recommendation")

COMMANDS: tuple[Command, ...] = (
    # -- getting about ---------------------------------------------------------------------------------------------
    Command("open", "enter", "Open", "Open what the cursor stands on.", short="open", rank=1),
    Command("back", "escape", "Back", "Leave this screen, close a form or clear a filter.", rank=90),
    Command("palette", "g,ctrl+p", "Go to or do…", "Find any command or reference; type R4.BRI.2 to jump there.",
            short="go", rank=80),
    Command("help", "question_mark,f1", "Help", "Show the keys that are live here, and the legend.", short="help",
            rank=91),
    Command("quit", "q", "Quit", "Leave the program; everything recorded is saved already.", short="quit", rank=92),
    Command("theme", "f9", "Change colours", "Go through the dark, the light and the high-contrast theme; the next"
            " start begins with it."),
    Command("copy", "y", "Copy the reference", "Copy the reference under the cursor to the clipboard."),
    Command("copy_row", "Y", "Copy the row", "Copy what the cursor stands on as a row of a Markdown table, ready for a"
            " paper or an e-mail."),
    Command("refresh", "f5", "Read again", "Read the register again; this also happens by itself each second."),
    _go(1, "position", "Position", "The matrix of recommendations and areas, and what needs attention."),
    _go(2, "actions", "Actions", "Every action, to filter and sort."),
    _go(3, "trail", "Evidence trail", "Every entry of the ledger, newest first."),
    _go(4, "evidence", "Evidence register", "Every piece of evidence and where it stands."),
    _go(5, "meetings", "Meetings and decisions", "What is asked of which body, and what was decided."),
    _go(6, "risks", "Risks", "Every risk that is carried."),
    _go(7, "measures", "Measures", "What is counted, with the last readings."),
    _go(8, "reports", "Reports", "Choose, preview, export or issue a report."),
    _go(9, "verify", "Verify", "Check every entry, text and file of this register."),
    Command("timeline", "T", "Timeline", "Milestones and due dates by month: original, agreed, late.", group="Screens"),
    Command("object", "o", "Go to what it is about", "From an entry of the trail to the action, evidence or decision"
            " that it is about; Esc comes back.", ("trail",), short="its object", rank=2, group="In lists"),
    Command("months_back", "left", "Earlier months", "Show earlier months.", ("timeline",), short="earlier", rank=4,
            group="In lists"),
    Command("months_on", "right", "Later months", "Show later months.", ("timeline",), short="later", rank=5,
            group="In lists"),
    Command("round", "U", "Update round", "Bring the actions of an area up to date for its next meeting, one by one.",
            short="round", rank=62, group="Screens"),
    Command("sitting", "S", "Sitting of a body", "What a body is asked, as an agenda; after its meeting its decisions"
            " are recorded one by one.", screens=(ANYWHERE,), group="Screens", short="sitting", rank=64),
    Command("next_body", "b", "Another body", "Go on to the next body that is asked something or meets.", ("sitting",),
            short="body", rank=4, group="In lists"),
    Command("meeting_back", "left", "Earlier meeting", "Show the body's meeting before.", ("sitting",), short="earlier",
            rank=5, group="In lists"),
    Command("meeting_on", "right", "Later meeting", "Show the body's meeting after.", ("sitting",), short="later",
            rank=6, group="In lists"),
    Command("go_waiting", "M", "What waits for me", "What you are asked to decide, record, answer, update or"
            " review; the soonest wanted first.", short="mine", rank=63, group="Screens"),
    _go(0, "queries", "Queries", "Questions of auditors, scrutineers and executive members, and their answers."),
    Command("go_drafts", "K", "What you typed and did not record", "Kept for you: open a form again, or throw away"
            " what was typed in it.", group="Screens"),
    Command("throw_away", "x", "Throw away", "Throw away what was typed in the form under the cursor; press it twice.",
            ("drafts",), short="throw away", rank=10, group="In forms"),
    Command("go_coverage", "C", "Coverage", "Evidence, queries and reviews of the trail by recommendation and area.",
            group="Screens"),
    # -- lists -----------------------------------------------------------------------------------------------------
    Command("filter", "slash", "Filter", "Type words to narrow the list, in the place of the filter in force; an arrow"
            " key goes into that one instead, Esc clears it.", LISTS, short="filter", rank=3, group="In lists"),
    Command("narrow", "slash", "Narrow what needs attention", "Choose one of the rules that found something, or how"
            " severe; Esc shows everything again.", ("position",), short="narrow", rank=3, group="In lists"),
    Command("sort", "o", "Sort", "Go through the orders of the list.", ("actions",), short="order", rank=4,
            group="In lists"),
    Command("mark", "space", "Mark", "Mark the action under the cursor, or take the mark off. Then u, n, w, d and D"
            " are about all that are marked, with a preview of every entry; Esc takes all marks off.",
            ("actions",), short="mark", rank=6, group="In lists"),
    Command("mark_all", "x", "Mark all that show", "Mark every action that the filter lets through.", ("actions",),
            group="In lists"),
    Command("views", "v", "Saved views", "Choose a filter and order that were kept under a name, or keep these.",
            ("actions",), short="views", rank=5, group="In lists"),
    Command("area", "a", "Area", "Show all areas, one area with joint work, or joint work alone.",
            ("position", "evidence", "meetings", "risks", "measures", "queries", "reports", "round", "timeline"),
            short="area", rank=4, group="In lists"),
    Command("next", "j", "Next", "Go to the next action of the list that this one was opened from.", ("action",),
            group="In lists", short="next", rank=60),
    Command("previous", "k", "Previous", "Go to the previous action of that list.", ("action",), group="In lists"),
    Command("history", "h", "History", "Show the trail of what the cursor stands on.",
            ("position", "actions", "evidence", "meetings", "risks", "measures", "queries", "coverage", "waiting",
             *PAGES), short="history", rank=61),
    Command("acts", "m", "What can be done", "List every act on what the cursor stands on, with the reason where one"
            " cannot be done now.", ("position", "actions", "evidence", "meetings", "risks", "measures", "queries",
            "waiting", *PAGES), short="more", rank=40),
    # -- acts on an action -----------------------------------------------------------------------------------------
    _act("progress", "u", "Record progress", "progress.recorded",
         "A note and the rating that the owner reports; who reported it and how it came.", _LISTED, short="update",
         rank=10),
    _act("no_change", "n", "No change, still true because…", "progress.recorded",
         "Keep the last rating and say why it is still true.", _LISTED, short="no change", rank=11),
    _act("request_date", "d", "Ask for a revised date", "decision.asked",
         "Ask a body to agree another due date; nothing moves until it does.", (*_LISTED, "milestone"),
         about="action milestone",
         short="date", rank=12),
    _act("agree_date", "D", "Record an agreed revised date", "action.revised",
         "Record the date that a body agreed, with its minute.", ("action", "actions", "milestone"),
         about="action milestone"),
    _act("correct_date", "", "Correct a mistyped date", "date.corrected",
         "Put a typing error right; the wrong and the right date both stay visible.", ("action", "milestone"),
         about="action milestone"),
    _act("add_evidence", "e", "Attach evidence", "evidence.added",
         "Attach a file, or say who holds the document and where.",
         ("action", "actions", "evidence", "milestone", "measure"),
         about="action milestone measure recommendation", needs=False, short="evidence", rank=13),
    _act("claim", "c", "Claim completion", "action.completed",
         "Record the owner's claim that the action is complete, and ask for sign-off.", short="complete", rank=14),
    _act("sign_off", "s", "Record a sign-off", "action.signed_off",
         "Record that a body signed the action off, with its minute.", short="sign-off", rank=15),
    _act("return_claim", "r", "Record a return", "action.returned",
         "Record that a body returned the claim, with what is missing."),
    _act("check_sustained", "", "Record a check after sign-off", "sustainment.checked",
         "Record whether signed-off work is still in place after 3, 6 or 12 months; it stays signed off."),
    _act("reopen", "", "Reopen", "action.reopened", "Take up an action again that was claimed complete or ended."),
    _act("confirm", "f", "Confirm the recommendation served", "action.mapped",
         "Confirm which recommendation the action serves, or map it to one."),
    _act("adopt", "t", "Adopt into the plan", "action.adopted",
         "Take existing provision, a planned step or a proposal into the plan as an agreed action."),
    _act("decline", "", "Record as not accepted", "action.declined", "Record that a proposal was not accepted."),
    _act("reassign", "w", "Reassign", "action.reassigned", "Give the action another lead agency, role or person.",
         ("action", "actions")),
    _act("pause", "", "Pause", "action.paused", "Pause the action until a review date."),
    _act("resume", "", "Resume", "action.resumed", "Take up a paused action again."),
    _act("edit", "", "Edit the words", "action.edited", "Change title, description, evidence expected, review date."),
    _act("withdraw", "", "Withdraw", "action.withdrawn", "Record that the action is no longer pursued."),
    _act("supersede", "", "Supersede", "action.superseded", "End the action because another one replaced it."),
    _act("merge", "", "Merge into another", "action.merged",
         "End this action, and others with it, because one carries them all on."),
    _act("split", "", "Split", "action.split", "Split the action into several, each with a reference of its own."),
    _act("add_milestone", "b", "Add a milestone", "milestone.added", "Add a dated step to the action."),
    _act("achieve", "v", "Record a milestone as achieved", "milestone.achieved",
         "With the cursor on a milestone: record that it was achieved.", ("action", "milestone"), about="milestone"),
    _act("add_funding", "", "Add funding", "funding.added", "Record money for the action, and until when."),
    # -- acts on other things --------------------------------------------------------------------------------------
    _act("add_action", "A", "Add an action", "action.added", "Add an action for a recommendation in an area.",
         ("position", "actions", "recommendation", "action"), about="recommendation response action", needs=False,
         group="In the plan"),
    _act("review", "v", "Review evidence", "evidence.reviewed", "Accept, return or expire a piece of evidence.",
         ("piece", "evidence", "waiting"), about="evidence", short="review", rank=10, group="On evidence"),
    _act("link", "l", "Link evidence", "evidence.linked", "Say what else a piece of evidence shows.",
         ("piece", "evidence"), about="evidence", short="link", rank=11, group="On evidence"),
    _act("receive", "i", "Record evidence as received", "evidence.received",
         "Record that a cited document is now in hand.", ("piece", "evidence"), about="evidence", group="On evidence"),
    _act("revise_evidence", "n", "Add a revision of evidence", "evidence.revised",
         "Replace a piece by a newer file or place; it awaits review again, and the one before stays listed.",
         ("piece", "evidence"), about="evidence", group="On evidence"),
    _act("mark_evidence", "", "Say whom evidence is about", "evidence.edited",
         "Mark a piece with the groups of children that it is about: girls and boys, ethnicity, disability and others.",
         ("piece", "evidence"), about="evidence", group="On evidence"),
    _act("decide", "s", "Record what was decided", "decision.made",
         "Record what a body decided on something asked of it.", ("decision", "meetings", "waiting", "sitting"),
         about="decision", short="decided", rank=10, group="Meetings and decisions"),
    _act("withdraw_request", "", "Withdraw a request", "decision.withdrawn",
         "Withdraw what was asked before it is decided.", ("decision", "meetings"), about="decision",
         group="Meetings and decisions"),
    _act("add_meeting", "A", "Enter a meeting", "meeting.added", "Enter a meeting and its cut-off for updates.",
         ("meetings",), about="", short="meeting", rank=12, group="Meetings and decisions"),
    _act("change_meeting", "", "Move or cancel a meeting", "meeting.changed",
         "Record that a meeting moves to another day or is cancelled.", ("meetings", "other"), about="meeting",
         group="Meetings and decisions"),
    _act("ask", "k", "Ask a body", "decision.asked", "Ask for an escalation, an acceptance or another decision.",
         ("meetings",), about="", short="ask", rank=13, group="Meetings and decisions"),
    _act("add_risk", "A", "Add a risk", "risk.added", "Enter a risk, where it lies and what it bears on.", ("risks",),
         about="", short="add", rank=12, group="Risks and measures"),
    _act("change_risk", "s", "Change a risk", "risk.changed", "Record a risk as accepted, closed or open again.",
         ("risk", "risks"), about="risk", short="change", rank=10, group="Risks and measures"),
    _act("add_measure", "A", "Add a measure", "measure.added", "Enter what is counted and which way is better.",
         ("measures",), about="", short="add", rank=12, group="Risks and measures"),
    _act("mark_measure", "", "Say whom a measure is about", "measure.edited",
         "Mark a measure with the groups of children that it is about.", ("measure", "measures"), about="measure",
         group="Risks and measures"),
    _act("add_reading", "u", "Record a reading", "reading.added", "Record what a measure was over a period.",
         ("measure", "measures"), about="measure", short="reading", rank=10, group="Risks and measures"),
    _act("raise_query", "Q", "Raise a query", "query.raised",
         "For auditors, scrutineers and executive members: ask about what the cursor stands on, an entry included.",
         ("position", "actions", "trail", "evidence", "meetings", "risks", "measures", "coverage",
          "recommendation", "action", "milestone", "piece", "decision", "risk", "measure", "other"),
         about="action milestone recommendation response evidence meeting decision risk measure person entry",
         group="Queries"),
    _act("answer_query", "r", "Answer a query", "query.answered",
         "For the owner's side: record the answer, who gave it and how it came.", ("query", "queries", "waiting"),
         about="query", short="answer", rank=10, group="Queries"),
    _act("press_query", "p", "Ask a query again", "query.pressed",
         "For the auditor's side: say why the answer does not satisfy.", ("query", "queries"), about="query",
         short="ask again", rank=11, group="Queries"),
    _act("close_query", "c", "Close a query", "query.closed",
         "For the auditor's side: say what was concluded.", ("query", "queries", "waiting"), about="query",
         short="close", rank=12, group="Queries"),
    _act("respond", "", "Record a response", "response.recorded",
         "Record a partnership's response to a recommendation.", ("recommendation",), about="recommendation response",
         group="In the plan"),
    _act("wording", "", "Load the official wording", "recommendation.worded",
         "Load the official wording of a recommendation, verbatim.", ("recommendation",), about="recommendation",
         group="In the plan"),
    _act("numbers", "", "Bind the official number", "recommendation.numbered",
         "Say which official number a working number stands for.", ("recommendation",), about="recommendation",
         group="In the plan"),
    _act("add_person", "", "Add a person", "person.added", "Enter who may act, by post.", ("other",), about="",
         group="People, agencies and rules"),
    _act("change_person", "", "Change a person", "person.changed",
         "Record another role, areas, agency or log-in of a person, or the day they left.", ("other",), about="person",
         needs=False, group="People, agencies and rules"),
    _act("add_agency", "", "Add an agency", "agency.added", "Enter an agency under a short code.", ("other",), about="",
         group="People, agencies and rules"),
    _act("change_agency", "", "Change an agency", "agency.changed",
         "Record that an agency was renamed, or ended and who succeeds it.", ("other",), about="",
         group="People, agencies and rules"),
    _act("change_settings", "", "Change the settings of the rules", "settings.changed",
         "Set after how many days the rules of the date check speak.", ("position",), about="",
         group="People, agencies and rules"),
    _act("dispose", "", "Remove words or a file for good", "disposal.made",
         "What must not be kept goes, by somebody else than who recorded it; the entry and every proof stay.",
         ("other", "piece", "trail"), about="entry evidence", group="In the plan"),
    _act("undo", "z", "Undo your last act", "entry.undone", "Undo your own last act by an entry that says so.",
         (ANYWHERE,), about="", group="In the plan"),
    _act("review_trail", "v", "Note the trail as reviewed", "trail.reviewed",
         "For auditors and scrutineers: note that the trail was reviewed up to an entry.", ("trail",), about="",
         group="In the plan"),
    # -- reports and verification ----------------------------------------------------------------------------------
    Command("choose_report", "r", "Choose a report", "Choose a report, what it is about, at which day, compared with"
            " what and in which formats.", ("reports",), short="report", rank=9, group="Reports"),
    Command("issues", "l", "Issues so far", "The reports issued so far, with their checkpoints.", ("reports",),
            short="issues", rank=13, group="Reports"),
    Command("print_again", "p", "Print again", "Write an issue to a file again, as it was issued.", ("issues", "issue"),
            short="print again", rank=11, group="Reports"),
    Command("compare_issue", "c", "What changed since", "Show what changed in the plan since this issue, as a report.",
            ("issues", "issue"), short="changes since", rank=10, group="Reports"),
    Command("export", "e", "Export a draft", "Write the report to a file, marked DRAFT, without issuing it.",
            ("reports",), short="draft", rank=10, group="Reports"),
    Command("issue", "i", "Issue", "Write the report and record its issue with a checkpoint.", ("reports",),
            "report.issued", "", short="issue", rank=11, group="Reports"),
    Command("position_date", "d", "Position at a day", "Show the report as at another day.", ("reports",),
            short="as at", rank=12, group="Reports"),
    Command("package", "k", "Make an audit package", "Write the log, or a part of it, as a folder that opens and"
            " verifies without this program.", ("verify", "reports"), "report.packaged", "", short="package", rank=14,
            group="Reports"),
    Command("against", "c", "Compare with a report", "Compare this register with an issued report.", ("verify",),
            short="compare", rank=11, group="Reports"),
    Command("run_verify", "v", "Verify now", "Re-hash every entry, text and file, and replay the ledger.", ("verify",),
            short="verify", rank=10, group="Reports"),
    # -- forms -----------------------------------------------------------------------------------------------------
    Command("save", "f2,ctrl+s", "Save", "Record what the form says; in the update round, go on to the next action.",
            FORMS, short="save", rank=1, group="In forms"),
    Command("leave", "escape", "Leave", "Leave the form; what was typed is kept, and offered again.",
            FORMS, short="leave", rank=5, group="In forms"),
    Command("clear", "f4", "Clear", "Empty the form.", FIELDS, short="clear", rank=6, group="In forms"),
    Command("form_help", "f1", "Help on this form", "Show the keys that are live while one types.", FIELDS,
            group="In forms"),
    Command("editor", "f9", "Write in an editor", "In a field of several lines: write on in the editor that VISUAL or"
            " EDITOR names, or Notepad on Windows.", FIELDS, short="editor", rank=7, group="In forms"),
    # Not F6 and F7: a field of several lines selects with them.
    Command("skip", "f8", "Skip", "In an update round or a sitting: leave this for later and go on to the next.",
            ("round_form", "sitting_form"), short="skip", rank=2, group="In forms"),
    Command("earlier", "f3", "Back one", "In an update round or a sitting: go back to the one before.",
            ("round_form", "sitting_form"),
            short="back one", rank=3, group="In forms"),
    Command("attach", "f5", "Attach what shows it", "In the update round: attach what shows what happened.",
            ("round_form",), short="evidence", rank=4, group="In forms"),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}

SCREENS = {
    "position": "Position",
    "recommendation": "Recommendation",
    "actions": "Actions",
    "action": "Action",
    "milestone": "Milestone",
    "piece": "Piece of evidence",
    "decision": "Decision",
    "risk": "Risk",
    "measure": "Measure",
    "query": "Query",
    "other": "Meeting, person, response or entry",
    "trail": "Evidence trail",
    "evidence": "Evidence register",
    "meetings": "Meetings and decisions",
    "risks": "Risks",
    "measures": "Measures",
    "queries": "Queries",
    "coverage": "Coverage",
    "drafts": "What you typed and did not record",
    "reports": "Reports",
    "issues": "Issues",
    "issue": "Issue",
    "verify": "Verify",
    "round": "Update round",
    "waiting": "What waits for me",
    "timeline": "Timeline",
    "form": "Forms",
    "preview": "Preview of a batch",
    "round_form": "Update round: one action",
    "sitting": "Sitting of a body",
    "sitting_form": "Sitting: one decision",
}


def on_screen(name: str) -> list[Command]:
    """Return the commands that are live on a screen, in the order of its footer; a form has its own only."""
    own = [c for c in COMMANDS if (name in c.screens if name in FORMS else c.lives_on(name))]
    return sorted(own, key=lambda command: command.rank)


_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "space": "Space",
    "escape": "Esc",
    "enter": "Enter",
    "left": "←",
    "right": "→",
    "ctrl+p": "Ctrl+P",
    "ctrl+s": "Ctrl+S",
}


def key_words(key: str, *, first: bool = False) -> str:
    """Return how a key is written for people: ``?``, ``Esc``, ``F2``; alternatives are joined by "or"."""
    parts = [
        _SHOWN.get(part, part.upper() if part[:1] == "f" and part[1:].isdigit() else part) for part in key.split(",")
    ]
    return parts[0] if first else " or ".join(parts)
