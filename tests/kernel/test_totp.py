import base64
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.kernel import clock
from duban.kernel.totp import (
    new_recovery_codes,
    new_secret,
    provisioning_uri,
    recovery_digest,
    used_recovery_digest,
    verify_code,
)

# RFC 6238 appendix B, SHA-1: the published eight digits end with these six.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
PUBLISHED = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
START = datetime.fromtimestamp(1234567890, UTC)  # a whole number of steps, counter 41152263
CODE, COUNTER = "005924", 41152263


@pytest.mark.parametrize(("seconds", "code"), PUBLISHED)
def test_the_published_codes_are_accepted_with_their_counter(seconds, code):
    with clock.at(datetime.fromtimestamp(seconds, UTC)):
        assert verify_code(RFC_SECRET, code, None) == seconds // 30


@pytest.mark.parametrize(
    ("offset_seconds", "accepted"), [(-31, False), (-30, True), (0, True), (29, True), (59, True), (60, False)]
)
def test_a_code_is_good_one_step_early_and_one_step_late(offset_seconds, accepted):
    with clock.at(START + timedelta(seconds=offset_seconds)):
        assert verify_code(RFC_SECRET, CODE, None) == (COUNTER if accepted else None)


def test_a_code_works_once():
    with clock.at(START):
        assert verify_code(RFC_SECRET, CODE, COUNTER - 1) == COUNTER
        assert verify_code(RFC_SECRET, CODE, COUNTER) is None
        assert verify_code(RFC_SECRET, CODE, COUNTER + 1) is None


@pytest.mark.parametrize("typed", ["005 924", " 005924 ", "００５９２４"])
def test_blanks_and_full_width_digits_are_read(typed):
    with clock.at(START):
        assert verify_code(RFC_SECRET, typed, None) == COUNTER


@pytest.mark.parametrize("typed", ["", "5924", "0059240", "005925", "٠٠٥٩٢٤", "00592a", "-05924", "五九二四"])
def test_anything_else_is_wrong(typed):
    with clock.at(START):
        assert verify_code(RFC_SECRET, typed, None) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_check(typed):
    with clock.at(START):
        assert verify_code(RFC_SECRET, typed, None) in (None, COUNTER - 1, COUNTER, COUNTER + 1)


def test_a_new_secret_has_160_bits_and_is_new():
    assert len(base64.b32decode(new_secret())) == 20
    assert new_secret() != new_secret()


def test_the_address_for_the_app_names_account_issuer_and_secret():
    address = urlsplit(provisioning_uri(RFC_SECRET, "li.si", "督办"))
    query = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert (query["secret"], query["issuer"]) == ([RFC_SECRET], ["督办"])


def test_recovery_codes_are_ten_different_ones_of_eighty_bits():
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_a_recovery_code_is_recognised_as_typed_and_only_its_own_digest_is_used():
    codes = new_recovery_codes(3)
    digests = [recovery_digest(code) for code in codes]
    assert used_recovery_digest(codes[1].lower().replace("-", " "), digests) == digests[1]
    assert used_recovery_digest(codes[1], [digests[0], digests[2]]) is None
    assert codes[1] not in digests[1]


def test_letters_read_for_digits_are_understood():
    assert recovery_digest("oil0-1111-2222-3333") == recovery_digest("0110-1111-2222-3333")
