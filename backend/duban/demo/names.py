"""Invented names: places that are on no map, people who do not exist. The same chance gives the same names."""

from random import Random

CITY, CITY_REGION = "云泊市", "990100"
DISTRICT, DISTRICT_REGION = "澄岚区", "990102"
NEIGHBOUR, NEIGHBOUR_REGION = "雾渚区", "990103"

TOWNSHIPS = (
    "柳汐镇",
    "砚溪镇",
    "鹿吟镇",
    "青簇镇",
    "苇湾镇",
    "望棠乡",
    "叠泉乡",
    "茶垄乡",
    "枫陌镇",
    "桑榆渡镇",
    "白鹭汀乡",
    "石磬镇",
)
SUBDISTRICTS = ("听澜街道", "拾光街道", "竹序街道", "晴簌街道", "云栈街道", "小满街道", "鸣渠街道")
NEIGHBOUR_TOWNSHIPS = ("雾里镇", "蓼汀镇", "寒汀乡")
NEIGHBOUR_SUBDISTRICTS = ("渚头街道", "烟柳街道")
VILLAGES = (
    "下渡村",
    "枣坞村",
    "石桥头村",
    "南垄村",
    "柿园村",
    "井台村",
    "前塘村",
    "后岭村",
    "麦场村",
    "渔矶村",
    "槐荫村",
    "大垸村",
)
ESTATES = ("望江里", "梧桐苑", "锦秋园", "文澜坊", "安和里", "兰亭巷", "春晓园", "永宁里", "月牙湾", "知行里")
BRANDS = (
    "仁济堂",
    "康宁",
    "普爱",
    "众和",
    "安怡",
    "明眸",
    "齿贝",
    "同慈",
    "百草居",
    "杏坛",
    "怀仁堂",
    "益生",
    "佳音",
    "瑞禾",
    "德馨",
    "颐年",
    "清和",
    "守正堂",
    "宜康",
    "春晖",
    "和颐",
    "本草轩",
    "悦齿",
    "舒心",
    "康桥",
    "济世堂",
)

_SURNAMES: tuple[str, ...] = tuple(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁韦马苗方俞任袁柳"
    "史唐薛雷贺倪汤罗郝安常乐于傅康伍余顾孟黄穆萧尹"
)
_FIRST: tuple[str, ...] = tuple("建国志明文海晓思雨欣雅静丽秀振立宏春秋佳慧泽瑞博睿景云书诗沐清若舒宁安可")
_SECOND: tuple[str, ...] = ("", *"军平华峰涛燕敏娟洁琳玲杰鹏磊斌勇萍霞芳颖怡然哲轩涵")


def person(rng: Random) -> str:
    """A name of two or three characters."""
    return rng.choice(_SURNAMES) + rng.choice(_FIRST) + rng.choice(_SECOND)


def phone(rng: Random) -> str:
    """A mobile number of a range that no operator gives out (100)."""
    return f"100{rng.randrange(10**8):08d}"
