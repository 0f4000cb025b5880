"""Pack files into a ZIP whose bytes depend on nothing but their names and contents."""

import zipfile
from pathlib import Path
from typing import IO

DAY = (2020, 8, 3, 0, 0, 0)  # one time for all members: the day on which the article came out


def pack(target: Path | IO[bytes], members: dict[str, bytes], stored: tuple[str, ...] = ()) -> None:
    """Write the members, by their names, into the ZIP target, in their order.

    stored: names of those that are not compressed.
    """
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name, DAY), content, kind, 6)
