"""Take addresses out of frontend/package-lock.json: npm omits where packages come from, but not who asks for money.

Without them the file names packages, versions and digests only, and installs the same through any registry.
"""

import json
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "frontend" / "package-lock.json"


def main() -> None:
    """Rewrite the lock file in npm's own layout."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
