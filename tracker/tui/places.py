"""Which screen belongs to which place: the main screens by name, every other by reference.

The screens are imported here when they are first wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model.references import Reference
from tracker.register import naming
from tracker.tui.screens.view import View

if TYPE_CHECKING:
    from tracker.tui.app import Tracker


def section(app: Tracker, name: str) -> None:
    """Go to a main screen: everything above the opening screen is left first."""
    views = [screen for screen in app.screen_stack if isinstance(screen, View)]
    if views and views[-1].screen_name == name:
        return
    while len(app.screen_stack) > 1:
        app.pop_screen()
    if name != "position":
        app.push_screen(_section(name))


def _section(name: str) -> View:
    if name == "actions":
        from tracker.tui.screens.actions import ActionsScreen

        return ActionsScreen()
    if name == "trail":
        from tracker.tui.screens.trail import TrailScreen

        return TrailScreen()
    if name == "queries":
        from tracker.tui.screens.queries import QueriesScreen

        return QueriesScreen()
    if name == "coverage":
        from tracker.tui.screens.coverage import CoverageScreen

        return CoverageScreen()
    if name == "reports":
        from tracker.tui.screens.reports import ReportsScreen

        return ReportsScreen()
    if name == "round":
        from tracker.tui.screens.round import RoundScreen

        return RoundScreen()
    if name == "drafts":
        from tracker.tui.screens.drafts import DraftsScreen

        return DraftsScreen()
    if name == "timeline":
        from tracker.tui.screens.timeline import TimelineScreen

        return TimelineScreen()
    if name == "sitting":
        from tracker.tui.screens.sitting import SittingScreen

        return SittingScreen()
    if name == "waiting":
        from tracker.tui.screens.waiting import WaitingScreen

        return WaitingScreen()
    if name == "verify":
        from tracker.tui.screens.verify import VerifyScreen

        return VerifyScreen()
    from tracker.tui.screens.registers import SCREENS

    return SCREENS[name]()


def trail(app: Tracker, ref: str | None) -> None:
    """Show the evidence trail on top of what shows now, of one reference or filter of the trail if one is given."""
    from tracker.tui.screens.trail import TrailScreen

    app.push_screen(TrailScreen(ref))


def actions(app: Tracker, query: str) -> None:
    """Show the actions that a query finds, on top of what shows now."""
    from tracker.tui.screens.actions import ActionsScreen

    app.push_screen(ActionsScreen(query))


def sitting(app: Tracker) -> None:
    """Show the sitting of the meeting or decision under the cursor, else that of the body asked the soonest."""
    from tracker.register import sitting as sittings
    from tracker.tui.screens.sitting import SittingScreen

    view = app.screen
    ref = (view.under or view.about) if isinstance(view, View) else None
    place = sittings.of(app.seat.position, ref) if ref else None
    if place is None or isinstance(view, SittingScreen):
        section(app, "sitting")
    else:
        app.push_screen(SittingScreen(*place))


def view_of(app: Tracker, ref: Reference, area: str | None) -> View | None:
    """Return the screen of a reference, or None after saying that there is no such thing."""
    from tracker.tui.screens import reading

    if ref.kind == "entry":
        return reading.EntryScreen(ref.text)
    if ref.kind == "recommendation":
        if ref.text == "X" or naming.titles(app.seat.position, [ref.text]):
            return reading.RecommendationScreen(ref.text, area)
    elif ref.kind == "response":
        return reading.THINGS.get(ref.kind, reading.ThingScreen)(ref.text)
    if not naming.titles(app.seat.position, [ref.text]):
        app.tell(f"There is no {ref.kind} {ref.text} in this plan.", "warning")
        return None
    if ref.kind == "action":
        rows = getattr(app.screen, "refs", None)
        return reading.ActionScreen(ref.text, list(rows) if rows else None)
    return reading.THINGS.get(ref.kind, reading.ThingScreen)(ref.text)
