"""The words of the plan: every closed list that entries, tables, screens and reports share.

Each member's value is what stands in the ledger; ``words`` is what people read.
Ratings always print as letter, word and symbol together, never as colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Word(str, Enum):  # noqa: UP042 - StrEnum cannot carry words beside its value
    """A closed list whose members carry the words that people read."""

    words: str

    def __new__(cls, value: str, words: str = "") -> Word:
        """Build a member from its ledger value and its printed words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words or value.replace("_", " ")
        return member

    def __str__(self) -> str:
        """Return the ledger value."""
        return str(self._value_)


class Area(Word):
    """A local area, or ``ALL`` for joint work of the three partnerships."""

    BRI = "BRI", "Bristol"
    SGL = "SGL", "South Gloucestershire"
    NSO = "NSO", "North Somerset"
    ALL = "ALL", "Joint work of the three areas"


LOCAL_AREAS = (Area.BRI, Area.SGL, Area.NSO)


def areas_shown(area: str | None) -> list[str]:
    """Return the codes that are shown when *area* is asked for: it and, apart from it, joint work; all for None."""
    return [*(local.value for local in LOCAL_AREAS if area in (None, local.value)), Area.ALL.value]


class Rating(Word):
    """A delivery rating; the order of members is worst first for roll-up."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREY = "grey", "Grey"
    GREEN = "green", "Green"
    BLUE = "blue", "Blue"

    @property
    def letter(self) -> str:
        """One letter: R, A, N (grey, not rated by dates), G, B."""
        return {"red": "R", "amber": "A", "grey": "N", "green": "G", "blue": "B"}[self._value_]

    @property
    def symbol(self) -> str:
        """A one-cell symbol that differs in shape as well as colour."""
        return {"red": "▲", "amber": "◆", "grey": "○", "green": "●", "blue": "■"}[self._value_]

    @property
    def meaning(self) -> str:
        """What the rating means, for legends."""
        return {
            "red": "off track or overdue",
            "amber": "at risk",
            "grey": "cannot be rated by dates (paused, proposed, no owner or no date)",
            "green": "on track, or claimed complete and awaiting sign-off",
            "blue": "complete and signed off, on accepted evidence or where a minute suffices",
        }[self._value_]


WORST_FIRST = {rating.value: place for place, rating in enumerate(Rating)}
"""Rating → its place in a roll-up, the worst first."""

REPORTED_RATINGS = (Rating.RED, Rating.AMBER, Rating.GREEN)


class Basis(Word):
    """Why a row is in the plan; only adopted rows are rated and counted."""

    AGREED = "agreed"
    PUBLIC_COMMITMENT = "public_commitment"
    PLANNED_STEP = "planned_step"
    EXISTING_PROVISION = "existing_provision"
    PROPOSED = "proposed"


class Status(Word):
    """Where an action stands in its life."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETE = "complete", "complete, awaiting sign-off"
    SIGNED_OFF = "signed_off"
    SUPERSEDED = "superseded"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


OPEN_STATUSES = (Status.PROPOSED, Status.PLANNED, Status.IN_PROGRESS, Status.PAUSED, Status.COMPLETE)
ENDED_STATUSES = (Status.SUPERSEDED, Status.NOT_ACCEPTED, Status.WITHDRAWN)
WORKING_STATUSES = (Status.PLANNED, Status.IN_PROGRESS)
"""Those of which an update is asked, and which the dates rate."""


class Mapping(Word):
    """How sure the link from an action to its recommendation is."""

    UNCONFIRMED = "unconfirmed", "ours, unconfirmed"
    CONFIRMED = "confirmed", "confirmed"


class Wording(Word):
    """What is held of a recommendation's wording."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    NOT_HELD = "not_held", "not held"


class ResponseKind(Word):
    """A partnership's response to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly", "partly accepted"
    NOT_ACCEPTED = "not_accepted"


class EvidenceKind(Word):
    """What sort of document or record a piece of evidence is."""

    POLICY = "policy", "policy or procedure"
    AUDIT = "audit"
    DATASET = "dataset"
    MINUTES = "minutes"
    TRAINING = "training", "training record"
    INSPECTION = "inspection"
    SURVEY = "survey"
    VOICE = "voice", "children and families"
    PRACTICE = "practice", "practice observation"
    OTHER = "other"


class EvidenceState(Word):
    """Whether evidence is in hand, and what the reviewer made of it."""

    NOT_IN_HAND = "not_in_hand", "cited, not in hand"
    HELD = "held", "held, awaiting review"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXPIRED = "expired"


class Difference(Word):
    """The difference made for children; the order of members is weakest first."""

    NOT_SHOWN = "not_shown", "not yet shown"
    DELIVERED = "delivered", "delivered only"
    PRACTICE = "practice", "practice changed"
    OUTCOMES = "outcomes", "better outcomes for children"
    SUSTAINED = "sustained", "sustained"


class Assurance(Word):
    """How much evidence sign-off asks for."""

    FULL = "full", "evidence of each kind expected"
    LIGHT = "light", "a minute suffices"


class FundingState(Word):
    """How certain money is."""

    SECURED = "secured"
    ANTICIPATED = "anticipated"
    ENDED = "ended"
    UNSTATED = "unstated", "not stated in the source"


class Precision(Word):
    """How exact a date is; month, quarter and year dates fall due on their last day."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Marking(Word):
    """Handling marking of the Government Security Classifications."""

    OFFICIAL = "OFFICIAL", "OFFICIAL"
    SENSITIVE = "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"


class DecisionKind(Word):
    """What a body is asked to decide."""

    SIGN_OFF = "sign_off", "sign-off"
    EXTENSION = "extension", "agree a revised date"
    ESCALATION = "escalation"
    ACCEPTANCE = "acceptance", "accept a risk or exception"
    OTHER = "other", "other decision"


class DecisionState(Word):
    """Whether a decision has been taken."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RiskState(Word):
    """Whether a risk is still carried."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class AgencyKind(Word):
    """What sort of body an agency is."""

    COUNCIL = "council"
    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    PROVIDER = "provider", "provider or charity"
    UNIVERSITY = "university"
    GOVERNMENT = "government"
    PARTNERSHIP = "partnership", "partnership or its unit"
    COMMUNITY = "community", "community or business"


class BodyKind(Word):
    """What sort of meeting body decides or advises."""

    EXECUTIVE = "executive", "partnership executive"
    GROUP = "group", "subgroup"
    SCRUTINEER = "scrutineer", "independent scrutineer (advises)"
    CHAIR = "chair", "independent chair (may decide)"


class Role(Word):
    """What a person may do; the act table says which acts each role has."""

    MANAGER = "manager", "partnership business manager"
    CONTRIBUTOR = "contributor", "contributor (own actions)"
    MEMBER = "member", "partnership executive member"
    SCRUTINEER = "scrutineer", "independent scrutineer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class QueryState(Word):
    """Whose turn it is in a query."""

    ASKED = "asked", "asked, awaiting an answer"
    ANSWERED = "answered", "answered, for the auditor to close"
    CLOSED = "closed"


class Sustainment(Word):
    """What a check some months after sign-off found."""

    SUSTAINED = "sustained", "still in place and making its difference"
    PARTLY = "partly", "partly sustained"
    LAPSED = "lapsed", "not sustained"


class ChildGroup(Word):
    """Whom something is about, where children are affected differently.

    The first nine are the protected characteristics of section 4 of the Equality Act 2010, in its order; the others are
    what else makes a difference to children.
    """

    AGE = "age"
    DISABILITY = "disability"
    REASSIGNMENT = "reassignment", "gender reassignment"
    MARRIAGE = "marriage", "marriage and civil partnership"
    PREGNANCY = "pregnancy", "pregnancy and maternity"
    ETHNICITY = "ethnicity", "race or ethnicity"
    RELIGION = "religion", "religion or belief"
    SEX = "sex", "sex (girls and boys)"
    ORIENTATION = "orientation", "sexual orientation"
    CARE = "care", "care experience"
    POVERTY = "poverty"
    PLACE = "place", "where children live"
    SEND = "send", "special educational needs"

    @classmethod
    def in_order(cls, groups: Iterable[ChildGroup]) -> list[str]:
        """Return groups as they stand in an entry: each once, in the order of this list."""
        wanted = set(groups)
        return [group.value for group in cls if group in wanted]

    @classmethod
    def said(cls, groups: Iterable[str]) -> str:
        """Return groups in words, in the order of this list, with commas between them; empty for none."""
        wanted = set(groups)
        return ", ".join(group.words for group in cls if group in wanted)


class Direction(Word):
    """Which way a measure should move."""

    LOWER = "lower", "lower is better"
    HIGHER = "higher", "higher is better"
    CONTEXT = "context", "context only"
