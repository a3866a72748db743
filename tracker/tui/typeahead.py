"""Keys one after the other: each has had its whole effect before the next one is looked at, however fast they come.

Textual forwards a key to what has the focus at that moment, and runs bindings and messages later; what follows a Tab,
a filter or the opening of a form can then land in the field before, on the row before, or nowhere.
"""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import App
from textual.dom import DOMNode

ROUNDS = 2
"""How often a message of a widget may lead to another of the same widget before it is passed up."""

PATIENCE_SECONDS = 0.25
"""A widget that is being taken away answers no more; after this the keys go on without it."""


class TypeAhead(App[None]):
    """An app that loses and misplaces no key."""

    def __init__(self) -> None:
        """Begin with nothing waiting."""
        super().__init__()
        self._keys: list[events.Key | events.Paste] = []
        self._busy = False
        self._task: asyncio.Task[None] | None = None

    @property
    def _building(self) -> bool:
        """Whether the screen on top is still being built; screens say so by their attribute ``opening``."""
        return bool(self.screen_stack) and bool(getattr(self.screen, "opening", False))

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pasted text; everything else goes its way."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._keys.append(event)
            await self._go_on()
        else:
            await super().on_event(event)

    def ready(self) -> None:
        """Be told by a screen that it is built: what was typed meanwhile goes to it."""
        self.call_later(self._go_on)

    async def _go_on(self) -> None:
        if self._busy or self._building or not self._keys:
            return
        self._busy = True
        node = await self._take(self._keys.pop(0))
        self._task = asyncio.create_task(self._settle(node))

    async def _take(self, event: events.Key | events.Paste) -> DOMNode | None:
        """Do what a key is bound to, or pass it on; return the node at which it took effect."""
        if not self.screen_stack:
            await super().on_event(event)
            return None
        node: DOMNode = self.focused or self.screen
        if isinstance(event, events.Key) and not self._typed(event):
            bound = self.screen.active_bindings.get(event.key)
            if bound is not None and bound.enabled and await self.run_action(bound.binding.action, bound.node):
                return bound.node
        await super().on_event(event)
        return node

    def _typed(self, event: events.Key) -> bool:
        """Tell whether a key is a letter for the field in focus; Textual's own list of bindings misses the slash."""
        return self.focused is not None and self.focused.check_consume_key(event.key, event.character)

    async def _settle(self, node: DOMNode | None) -> None:
        """Wait until the messages of *node*, and those that they led to above it, are dealt with."""
        while node is not None and node is not self:
            for _ in range(ROUNDS):
                dealt = asyncio.get_running_loop().create_future()
                if not node.call_later(lambda done=dealt: done.done() or done.set_result(None)):
                    break
                try:
                    await asyncio.wait_for(dealt, PATIENCE_SECONDS)
                except TimeoutError:
                    break
            node = node.parent
        self._busy = False
        self.call_later(self._go_on)
