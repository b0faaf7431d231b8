"""Where the tests find things."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
SEED_TEXT = SHARED / "seed" / "huainan-2024.txt"
SEED_RECORD = SHARED / "seed" / "huainan-2024.json"
CORPUS = SHARED / "corpus"
RULE_PAGES = PROJECT / "docs" / "rules"
