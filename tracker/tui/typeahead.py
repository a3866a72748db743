"""Keys in the order in which they were typed, however fast: each is done before the next one finds its place.

Textual forwards a key to what has the focus at that moment and runs its binding later, so that what follows a Tab or
the opening of a form can land in the field before, or nowhere.  Here bindings run at once, and keys wait for a screen
that is still being built.
"""

from __future__ import annotations

from textual import events
from textual.app import App


class TypeAhead(App[None]):
    """An app that loses and misplaces no key."""

    def __init__(self) -> None:
        """Begin with nothing held."""
        super().__init__()
        self._held: list[events.Key | events.Paste] = []

    @property
    def _building(self) -> bool:
        """Whether the screen on top is still being built; screens say so by their attribute ``opening``."""
        return bool(self.screen_stack) and bool(getattr(self.screen, "opening", False))

    async def on_event(self, event: events.Event) -> None:
        """Hold keys while a screen is being built; else do what they are bound to at once, or pass them on."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if self._held or self._building:
                self._held.append(event)
            else:
                await self._take(event)
            return
        await super().on_event(event)

    def ready(self) -> None:
        """Be told by a screen that it is built: what was typed meanwhile goes to it."""
        self.call_later(self._flush)

    async def _flush(self) -> None:
        while self._held and not self._building:
            await self._take(self._held.pop(0))

    async def _take(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key) and self.screen_stack:
            bound = self.screen.active_bindings.get(event.key)
            if bound is not None and bound.enabled and await self.run_action(bound.binding.action, bound.node):
                return
        await super().on_event(event)
