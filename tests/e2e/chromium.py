"""Where a Chromium for the browser tests is, and how to get one.

``python -m tests.e2e.chromium`` looks for one and gets one if it can; without one it says what to do,
and fails where ``CI`` is set: there the browser tests must run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")
ADVICE = (
    "The browser tests need Chromium and none was found. Install it (Debian, Ubuntu: apt install chromium · "
    "Fedora: dnf install chromium · macOS: brew install --cask chromium), run `.venv/bin/playwright install chromium`, "
    "or set CHROMIUM to the path of a Chrome or Chromium."
)


def find() -> str | None:
    """The browser's path: ``$CHROMIUM``, then the PATH, then Playwright's own; None when there is none."""
    if configured := os.environ.get("CHROMIUM"):
        return configured
    for name in NAMES:
        if found := shutil.which(name):
            return found
    caches = [Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")]
    caches.append(Path.home() / "Library" / "Caches" / "ms-playwright")
    for cache in caches:
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*/Contents/MacOS/*"):
            if found := sorted(cache.glob(pattern)):
                return str(found[-1])
    return None


def install() -> None:
    """Get a Chromium: as root from the system's packages, else from Playwright; silently in vain without either."""
    attempts = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts += [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
        ]
    else:
        attempts.append([sys.executable, "-m", "playwright", "install", "chromium"])
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in attempts:
        sys.stderr.write(f"Getting a browser for the tests: {' '.join(command)}\n")
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if not find():
        install()
    if find():
        return 0
    sys.stderr.write(f"{ADVICE}\n")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
