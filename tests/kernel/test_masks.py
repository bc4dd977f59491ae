"""Domain rule K-23. All people and places of living are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.kernel.masks import mask_address, mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张**"),
        ("欧阳小三", "欧**"),
        ("阿不都热合曼·买买提", "阿**"),
        ("𠮷小三", "𠮷**"),
        (" 李四 ", "李*"),
        ("李", "*"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_shows_its_first_character_and_at_most_two_stars(plain, shown):
    assert mask_name(plain) == shown


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("+86 138-0000-1234", "138****1234"),
        ("１３８００００１２３４", "138****1234"),
        ("0471-12345678", "047*****5678"),
        ("62345678", "****5678"),
        ("12345", "****"),
        ("不详", "****"),
        ("", ""),
    ],
)
def test_a_telephone_number_hides_its_middle(plain, shown):
    assert mask_phone(plain) == shown


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("11010519491231002X", "110105********002X"),
        ("1101 0519 4912 3100 2X", "110105********002X"),
        ("110105491231002", "110105*****1002"),
        ("E12345678", "****78"),
        ("12345", "****"),
        ("", ""),
    ],
)
def test_an_identity_number_shows_the_first_six_and_the_last_four(plain, shown):
    assert mask_id_number(plain) == shown


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("内蒙古自治区呼和浩特市赛罕区人民路12号", "内蒙古自治区呼和浩特市赛罕区***"),
        ("内蒙古赤峰市宁城县天义镇某村3组", "内蒙古赤峰市宁城县***"),
        ("锡林郭勒盟正蓝旗上都镇", "锡林郭勒盟正蓝旗***"),
        ("通辽市科尔沁左翼后旗甘旗卡镇", "通辽市科尔沁左翼后旗***"),
        ("呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇", "呼伦贝尔市莫力达瓦达斡尔族自治旗***"),
        ("北京市朝阳区建国路88号", "北京市朝阳区***"),
        ("上海市浦东新区世纪大道1号", "上海市浦东新区***"),
        ("浙江省台州市路桥区某街5号", "浙江省台州市路桥区***"),
        ("河南省新乡市红旗区平原路", "河南省新乡市红旗区***"),
        ("江西省景德镇市珠山区某巷", "江西省景德镇市珠山区***"),
        ("江苏省苏州市昆山市前进路", "江苏省苏州市昆山市***"),
        ("山东省济南市市中区经四路", "山东省济南市市中区***"),
        ("云南省大理白族自治州大理市下关", "云南省大理白族自治州大理市***"),
        ("朝阳区市场街12号", "朝阳区***"),
        ("赛罕区阳光小区3号楼", "赛罕区***"),
        ("宁城县医院家属院", "宁城县***"),
    ],
)
def test_an_address_ends_with_its_county(plain, shown):
    assert mask_address(plain) == shown


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("阳光小区3号楼", "***"),
        ("幸福社区7栋", "***"),
        ("呼和浩特市华联超市旁", "呼和浩特市***"),
        ("呼和浩特市新华大街自治区医院宿舍", "呼和浩特市***"),
        ("人民路旗舰店楼上", "***"),
        ("Room 5, 12 Example Street", "***"),
        ("", ""),
    ],
)
def test_where_no_county_can_be_told_less_is_shown(plain, shown):
    assert mask_address(plain) == shown


@given(st.text(max_size=60))
def test_no_mask_refuses_any_input_or_returns_a_long_value_whole(text):
    for mask in (mask_name, mask_phone, mask_id_number, mask_address):
        shown = mask(text)
        if text.strip():
            assert "*" in shown
        else:
            assert shown == ""


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_the_four_middle_digits_of_a_mobile_number_are_never_shown(phone):
    assert mask_phone(phone) == f"{phone[:3]}****{phone[7:]}"
