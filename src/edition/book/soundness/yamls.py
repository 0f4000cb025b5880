"""YAML files with the line of each key, so that a message can name it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Source:
    """A YAML file: its name in messages, its contents, and its tree of nodes."""

    name: str
    contents: dict
    tree: yaml.Node

    def place(self, *keys: str | int) -> str:
        """Return file and line of a key by its path ("sphinx", "config"), or of the last known."""
        node, line = self.tree, self.tree.start_mark.line
        for key in keys:
            step = _step(node, key)
            if step is None:
                break
            line, node = step
        return f"{self.name}, line {line + 1}"


def _step(node: yaml.Node, key: str | int) -> tuple[int, yaml.Node] | None:
    """Return the line of a key in a mapping, or of an item in a list, and what stands there."""
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item = node.value[key]
        return item.start_mark.line, item
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line, value
    return None


def read(path: Path) -> tuple[Source | None, list[str]]:
    """Return a file whose contents are keys and values, and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        contents, tree = yaml.safe_load(text), yaml.compose(text, yaml.SafeLoader)
    except FileNotFoundError:
        return None, [f"{path}: missing"]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = "; ".join(part for part in (error.context, error.problem) if part)
        return None, [f"{path}, line {mark.line + 1}: not readable as YAML: {reason}"]
    except (OSError, ValueError, yaml.YAMLError) as error:
        return None, [f"{path}: not readable as YAML: {' '.join(str(error).split())}"]
    if not isinstance(contents, dict):
        return None, [f"{path}: expected keys and values, found {type(contents).__name__}"]
    return Source(str(path), contents, tree), [f"{path}, {fault}" for fault in _twice(tree)]


def _twice(node: yaml.Node) -> Iterator[str]:
    """Yield a message for each key that stands twice; YAML keeps the last without a word."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)
    if not isinstance(node, yaml.MappingNode):
        return
    seen = set()
    for key, value in node.value:
        if key.value in seen:
            yield f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice"
        seen.add(key.value)
        yield from _twice(value)


def scalars(node: yaml.Node, keys: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the value and the line of each of these keys, wherever it stands in the tree."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars(item, keys)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in keys and isinstance(value, yaml.ScalarNode):
                yield value.value, value.start_mark.line + 1
            yield from scalars(value, keys)
