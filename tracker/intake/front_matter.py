"""Front matter: YAML into plain texts, lists and mappings, with the line of every entry.

Every scalar is a text (``no`` stays ``no``, ``1.10`` stays ``1.10``); what the entries mean is not known here.
"""

from __future__ import annotations

from typing import Any

import yaml

from tracker.intake.problems import Report, quoted

Place = tuple[str | int, ...]

_PLAIN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


class _AliasError(Exception):
    """An entry points to another one, which could make a small file endlessly large."""

    def __init__(self, anchor: str, line: int) -> None:
        super().__init__(anchor)
        self.line = line


class _Loader(yaml.BaseLoader):
    """Reads every scalar as a text and follows no references between entries."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Build one node, or raise _AliasError when it is a reference."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
            raise _AliasError(str(event.anchor), _line_of(event.start_mark))
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


class FrontMatter:
    """The entries of one front matter.

    ``data`` holds them; ``line(place)`` tells where the entry at a place like ``("agencies", 2, "kind")`` stands.
    """

    def __init__(self, name: str, text: str, report: Report) -> None:
        """Start empty, for the front matter *text* of the file called *name*."""
        self.name = name
        self.source = text.split("\n")
        self.report = report
        self.data: dict[str, Any] = {}
        self._lines: dict[Place, int] = {}

    def line(self, place: Place) -> int:
        """Return the line of the entry at *place*, or of the nearest entry around it; 1 for the whole front matter."""
        while place:
            if place in self._lines:
                return self._lines[place]
            place = place[:-1]
        return 1

    def _value(self, node: yaml.Node, place: Place) -> Any:
        """Return the text, list or mapping of *node* and note its lines."""
        self._lines.setdefault(place, _node_line(node))
        if node.tag not in _PLAIN_TAGS:
            self.report.add(
                self.name,
                _node_line(node),
                f"tag {quoted(node.tag)} in the front matter; "
                "expected a plain value (in quotes when it begins with '!')",
            )
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*place, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.ScalarNode) and node.style is None:
            self._check_plain(node)
        return node.value

    def _check_plain(self, node: yaml.ScalarNode) -> None:
        """Note a value without quotes that YAML cuts off at a '#', or that swallows a list under it."""
        first, last = node.start_mark.line, node.end_mark.line
        rest = "".join(self.source[last : last + 1])[node.end_mark.column :]
        if rest.lstrip().startswith("#"):
            words = "what follows '#' is left out of the value; expected the value in quotes"
            self.report.add(self.name, _node_line(node), words)
        if any(line.lstrip().startswith("-") for line in self.source[first + 1 : last + 1]):
            words = "a list runs into the value above it; expected a key of its own for the list"
            self.report.add(self.name, _node_line(node), words)

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        """Return the mapping of *node*; a key that stands twice is a problem and the first one counts."""
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = _node_line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.report.add(self.name, line, "a key that is itself a list or mapping; expected 'key: value'")
                continue
            key = str(key_node.value)
            if key in found:
                first = self._lines[(*place, key)]
                self.report.add(self.name, line, f"'{key}' stands twice (first in line {first}); expected it once")
                continue
            self._lines[(*place, key)] = line
            found[key] = self._value(value_node, (*place, key))
        return found


def _node_line(node: yaml.Node) -> int:
    """Return the file's line of *node*."""
    return _line_of(node.start_mark)


def _line_of(mark: Any) -> int:
    """Return the file's line of a YAML *mark*: YAML counts from 0 and starts under the opening ``---``."""
    return int(mark.line) + 2 if mark else 1


def read(name: str, text: str | None, report: Report) -> FrontMatter | None:
    """Return the front matter *text* of the file *name*, or None when it is missing or cannot be read at all."""
    if text is None:
        report.add(name, 1, "no front matter; expected '---', lines of 'key: value' and '---' at the top of the file")
        return None
    found = FrontMatter(name, text, report)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except _AliasError as error:
        words = (
            f"a reference '*{error}' to another entry; expected the value itself (in quotes when it begins with '*')"
        )
        report.add(name, error.line, words)
        return None
    except yaml.MarkedYAMLError as error:
        report.add(
            name,
            _error_line(error),
            f"the front matter is not readable YAML ({error.problem}); "
            "expected 'key: value' lines (text with ': ' or '#' in it in quotes)",
        )
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 2
        report.add(name, line, "the front matter holds a character that YAML does not allow; expected plain text")
        return None
    except RecursionError:
        report.add(name, 1, "the front matter nests lists too deeply; expected lists of entries, one level deep")
        return None
    if root is None:
        report.add(name, 1, "the front matter is empty; expected 'key: value' lines between two lines of '---'")
        return None
    if not isinstance(root, yaml.MappingNode):
        report.add(name, 2, "the front matter holds no keys; expected 'key: value' lines")
        return None
    found.data = found.mapping(root, ())
    return found


def _error_line(error: yaml.MarkedYAMLError) -> int:
    """Return the file's line of a YAML *error*."""
    return _line_of(error.problem_mark or error.context_mark)
