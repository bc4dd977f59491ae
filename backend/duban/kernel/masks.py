"""How a protected value is shown to somebody who has not asked for the plain one.

No national rule fixes the form; these are the habits of published decisions (domain rule K-23): a surname, the first
six and last four of an identity number, 138****1234, an address down to the county. Pure functions of the plain value;
in doubt they show less.
"""

import re
import unicodedata

from duban.kernel.protected import phone_digits

LONG_NUMBER = re.compile(r"\d(?:[\s-]?\d){6,}")
"""Seven digits and more are a telephone, an identity card or a record's number."""

_HIDDEN = "*"
_HAN = r"[\u4e00-\u9fff]"
_ROAD = "路街巷道村园院厂校号苑"
_COUNTY_END = (
    r"自治县|自治旗|林区|特区|新区|(?<![小社校厂院营园景库病])区|县|旗(?![舰杆袍区])|(?<![超城夜菜门都])市(?!场)"
)
_ADDRESS = re.compile(
    rf"(?:{_HAN}{{2,8}}?(?:省|自治区|特别行政区))?"
    # A prefecture's name holds no smaller unit and no road; 新乡 and 萍乡 are the only ones with 乡 at their end.
    rf"(?:(?:(?![区县旗市盟乡镇{_ROAD}]){_HAN}|(?<=[新萍])乡|(?<=景德)镇){{1,10}}?(?:自治州|地区|盟|市(?!场)))?"
    # A road may open a county's name (路桥区), it may not stand inside it (新华大街某某区).
    rf"(?:{_HAN}(?:(?![{_ROAD}]){_HAN}){{0,12}}?(?:{_COUNTY_END}))?"
)


def mask_name(name: str) -> str:
    """张* for two characters, 张** for more (the length of a long name is not told); * for one."""
    characters = name.strip()
    if len(characters) < 2:
        return _HIDDEN if characters else ""
    return characters[0] + _HIDDEN * min(len(characters) - 1, 2)


def mask_phone(phone: str) -> str:
    """138****1234 for eleven or more digits, ****5678 for seven to ten, only stars below that."""
    digits = phone_digits(phone)
    if len(digits) >= 11:
        return digits[:3] + _HIDDEN * (len(digits) - 7) + digits[-4:]
    if len(digits) >= 7:
        return _HIDDEN * 4 + digits[-4:]
    return _HIDDEN * 4 if phone.strip() else ""


def mask_id_number(number: str) -> str:
    """The first 6 and last 4 of a citizen number of 18 or 15 characters; of any other document the last 2."""
    characters = "".join(unicodedata.normalize("NFKC", number).split())
    if not characters:
        return ""
    if len(characters) in (15, 18):
        return characters[:6] + _HIDDEN * (len(characters) - 10) + characters[-4:]
    return _HIDDEN * 4 + (characters[-2:] if len(characters) >= 6 else "")


def mask_address(address: str) -> str:
    """The address down to its county (县、区、旗、县级市), then ***. Only *** where no county can be told for sure."""
    text = "".join(unicodedata.normalize("NFKC", address).split())
    if not text:
        return ""
    shown = _ADDRESS.match(text)
    return (shown.group() if shown else "") + _HIDDEN * 3
