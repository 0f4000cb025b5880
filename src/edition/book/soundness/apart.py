"""What restates the article and what does not: no statement stands outside a claim."""

from pathlib import Path

from . import prose

MOST = 25  # words that lead from one claim to the next


def apart(root: Path) -> list[str]:
    """Return a message for each chapter of the article that says much outside its claims."""
    faults = []
    for path in prose.chapters(root):
        if path.stem in prose.restating():
            text = prose.restated(path.read_text(encoding="utf-8"))
            for mark in reversed(list(prose.MARK.finditer(text))):
                text = text[: prose.opening(text, mark.start())] + text[mark.end() :]
            if len(words := text.split()) > MOST:
                said = " ".join(words[:12])
                faults.append(f"{path}: {len(words)} words stand in no claim, “{said} …”")
    return faults
