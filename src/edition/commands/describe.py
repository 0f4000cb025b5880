"""Write what archives and checkers of licences read: .zenodo.json, codemeta.json, REUSE.toml."""

from edition.outputs import deposit
from edition.paths import ROOT


def options(parser) -> None:
    """Add the words of `python -m edition describe`."""
    parser.set_defaults(run=main)


def main(arguments) -> int:
    """Write each file that edition.outputs.deposit makes; what else lies there is left alone."""
    for name, text in deposit.files(ROOT).items():
        (ROOT / name).parent.mkdir(exist_ok=True)
        (ROOT / name).write_text(text, encoding="utf-8")
    return 0
