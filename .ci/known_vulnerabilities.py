"""Whether a pinned package has a known vulnerability, by pip-audit.

Fails for one that is found. A package index without vulnerability data, as mirrors are, cannot answer: then this
says how many packages nobody has looked at, and fails nothing.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PINNED = ("requirements.txt", "requirements-dev.txt")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
        command += ["--format", "json", "--output", str(report)]
        for file in PINNED:
            command += ["--requirement", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            print(f"NOT AUDITED: no answer from the vulnerability service.\n{done.stderr.strip()[-500:]}")
            return 0
        packages = json.loads(report.read_text())["dependencies"]
    vulnerable = [package for package in packages if package.get("vulns")]
    for package in vulnerable:
        for known in package["vulns"]:
            fixed = ", ".join(known["fix_versions"]) or "no version yet"
            print(f"{package['name']} {package['version']}: {known['id']}, fixed in {fixed}")
    skipped = sum("skip_reason" in package for package in packages)
    if skipped:
        print(f"NOT AUDITED: {skipped} of {len(packages)} packages; this index has no vulnerability data for them.")
    print(f"{len(packages) - skipped} packages looked up, {len(vulnerable)} with a known vulnerability.")
    return 1 if vulnerable else 0


if __name__ == "__main__":
    sys.exit(main())
