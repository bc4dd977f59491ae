"""Write the national working-day calendar shipped with the kernel: `python scripts/build_calendar.py`.

Published years come from `chinesecalendar`, which is compared with `holidays` in the tests. For the years after them
no notice exists: they carry only the days that art. 2 of 全国年节及纪念日放假办法 (2024) itself gives (`holidays` knows
their lunar and solar dates) and are marked provisional. Both libraries are development dependencies only.

Raise `PUBLISHED` by a year when its notice is out, run this, and read the difference before committing it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import holidays as holidays_library
from chinese_calendar import constants

PUBLISHED = range(2004, 2027)
PROVISIONAL = range(2027, 2031)
VERSION = 1
TARGET = Path(__file__).parents[1] / "backend" / "duban" / "kernel" / "data" / "calendar-cn.json"

ABOUT = (
    "全国工作日日历。off 为放假日（含连休内的周末），make_up 为调休上班日；未列日期按周一至周五上班。"
    "已公布年份取自 chinesecalendar 1.11.0 并与 holidays 0.109 核对；2005-12-31 两库不一，从前者。"
    "provisional 年份尚无放假安排通知，只列《全国年节及纪念日放假办法》（2024）第二条的法定日，不含调休。"
)
PROVISIONAL_SOURCE = "放假安排尚未公布；仅列《全国年节及纪念日放假办法》（2024年修订）第二条法定日"

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}

EXTRA_NOTICES = {
    2015: "及中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
    2019: "及关于2019年劳动节假期安排的通知",
    2020: "及关于延长2020年春节假期的通知",
}


def runs(days: Iterable[date]) -> list[str]:
    """Consecutive days joined: ["01-01/01-03", "01-07"]."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return [f"{span[0]:%m-%d}" + (f"/{span[-1]:%m-%d}" if len(span) > 1 else "") for span in spans]


def by_name(days: Mapping[date, str], year: int) -> dict[str, list[str]]:
    """The runs of one year under each holiday's name, in the order of their first days."""
    groups: dict[str, list[date]] = {}
    for day in sorted(day for day in days if day.year == year):
        groups.setdefault(days[day], []).append(day)
    return {name: runs(group) for name, group in groups.items()}


def published(year: int) -> dict[str, object]:
    off = {day: NAMES[name] for day, name in constants.holidays.items()}
    make_up = {day: NAMES[name] for day, name in constants.workdays.items()}
    source = f"国务院办公厅关于{year}年部分节假日安排的通知{EXTRA_NOTICES.get(year, '')}"
    return {"status": "published", "source": source, "off": by_name(off, year), "make_up": by_name(make_up, year)}


def provisional(year: int) -> dict[str, object]:
    statutory = holidays_library.country_holidays("CN", years=[year], observed=False, language="zh_CN")
    # Two holidays on one day are joined by ";"; the first names it. New Year's Eve belongs to Spring Festival.
    names = {day: name.split("; ")[0].replace("农历除夕", "春节") for day, name in statutory.items()}
    return {"status": "provisional", "source": PROVISIONAL_SOURCE, "off": by_name(names, year), "make_up": {}}


def build() -> str:
    """The whole file as text."""
    years = {str(year): published(year) for year in PUBLISHED} | {str(year): provisional(year) for year in PROVISIONAL}
    rows = ",\n".join(f"    {json.dumps(year)}: {json.dumps(row, ensure_ascii=False)}" for year, row in years.items())
    about = json.dumps(ABOUT, ensure_ascii=False)
    return f'{{\n  "about": {about},\n  "region": "",\n  "version": {VERSION},\n  "years": {{\n{rows}\n  }}\n}}\n'


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(build(), "utf-8")
