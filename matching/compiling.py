"""Keeps what numba has compiled from outliving what it was compiled from."""

from hashlib import sha256
from pathlib import Path


def forget_outdated(folder: Path, *others: Path) -> None:
    """Throw away what was compiled for a package's folder if a module there, or one of `others`, has changed since.

    Numba sees that the file of a function has changed, but not those of the functions and numbers it uses: it would
    go on with what it made of the old ones. Called before the first compiled function is. Where nothing can be
    written numba keeps nothing here either.
    """
    sources = (*sorted(folder.glob("*.py")), *others)
    now = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    kept = folder / "__pycache__"
    stamp = kept / "compiled-from.sha256"
    try:
        if stamp.exists() and stamp.read_text(encoding="ascii") == now:
            return
        kept.mkdir(exist_ok=True)
        for index in kept.glob("*.nbi"):
            index.unlink(missing_ok=True)
        stamp.write_text(now, encoding="ascii")
    except OSError:
        return
