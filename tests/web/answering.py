"""What the search answers to many questions; run alone, on the database of ``DATABASE_URL``."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

HOSTILE = (
    *('"', '""', "“", "'", "\0", "热线\0服务", "a" * 10_000, "热" * 10_000, '"' * 10_000, "*", "%"),
    *(
        "_",
        "\\",
        "NOT 热线",
        "热线 OR 网站",
        "热线 AND",
        "NEAR(热线 网站)",
        "热线*",
        "name:热线",
        "-热线",
    ),
    *(
        "(",
        "热线)",
        "^热线",
        "{a b}",
        "\ud800",
        "‮热线",
        "'; DROP TABLE x; --",
        "𠀀",
        "é",
        "1e9",
        "٣",
    ),
    *("!&|", "热:*", "<->", "\n\t", "٠", "ﬃ", "热线\u3000服务", "1,2,3", "1.2.3", "..", "0.0"),
)
QUESTIONS = (
    *(
        "热线",
        "政务热线",
        "“政务热线”",
        "“热线政务”",
        "热线 政务",
        "线",
        "网",
        "12345",
        "1234",
        "经费",
    ),
    *(
        "群众满意度",
        "“群众满意度”",
        "2500",
        "2500个",
        "≥2500个",
        "≥90%",
        "90",
        "90.0",
        "492",
        "工作",
    ),
    *(
        "四送一服",
        "“双千工程”",
        "Windows",
        "公开 工作",
        "“公开工作”",
        "工作公开",
        "政务、热线",
        "不存在的词",
    ),
    *(
        "放管服 营商环境",
        "“放管服”改革",
        "服务 “政务热线”",
        "优",
        "服务",
        "出国(境)",
        "市本级",
        *HOSTILE,
    ),
)


def questions() -> list[str]:
    """The ones above, and pieces of the example's own texts."""
    import publication

    text = "".join(target.annual_objective or "" for target in publication.example().targets)
    chance = random.Random(7)
    pieces = []
    for _ in range(60):
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(1, 9)]
        pieces.append(f'"{piece}"' if chance.random() < 0.5 else piece)
    return [*QUESTIONS, *pieces]


def answers() -> dict[str, Any]:
    """For each question the targets and rows found, in their order."""
    from jixiao.web.portal import queries
    from jixiao.web.portal.forms import Filters

    told = {}
    for asked in questions():
        chosen = Filters(q=asked)
        targets = queries.ordered_targets(queries.chosen_targets(chosen), chosen)
        rows = queries.ordered_indicators(queries.chosen_indicators(chosen), chosen)
        told[asked[:200]] = [
            [row["name"] for row in targets],
            [f"{row['project_name']} {row['position']}" for row in rows[:200]],
        ]
    return told


def main() -> None:
    """Migrate, publish, ask, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
    sys.path.insert(0, str(Path(__file__).parent))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    import publication

    publication.publish_example()
    json.dump(answers(), sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
