"""Radicals for characters (部首与汉字): the ideograph for a sign that only looks like it.

Some fonts give a character the code of a radical or of a compatibility ideograph (“⽬” for “目”);
a PDF made with them holds words that no search would find.
"""

from __future__ import annotations

from unicodedata import normalize

# Radicals of the supplement, for which Unicode itself states no ideograph.
_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺌⺍⺎⺐⺠⺡⺢⺤⺬⺮⺶⺷⺼⺿⻁⻄⻅⻆⻈⻉⻋⻌⻏⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻳",
        "厂几小小兀尢民氵水爪示竹羊羊肉艹虎西见角讠贝车辶阝長長长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾齐齿竜龙龟",
        strict=True,
    )
)
UNIFIED = {
    character: unified
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    if (unified := normalize("NFKC", character := chr(code))) != character
} | _SUPPLEMENT
