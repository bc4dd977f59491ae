import re
import secrets

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as LibraryCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from duban.kernel.protected import (
    CIPHERS,
    KeyRing,
    Unreadable,
    identity_characters,
    phone_digits,
    plain_text,
)

OLD, NEW, INDEX = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
RING = KeyRing({"2026a": OLD}, INDEX)
PHONE = "13800001234"


class Sm4Gcm:
    """What a site with the national suite would plug in."""

    key_bytes = 16

    def seal(self, key: bytes, plain: bytes, bound_to: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        sealer = LibraryCipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(bound_to)
        return nonce + sealer.update(plain) + sealer.finalize() + sealer.tag

    def open(self, key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        nonce, body, tag = sealed[:12], sealed[12:-16], sealed[-16:]
        opener = LibraryCipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        opener.authenticate_additional_data(bound_to)
        return opener.update(body) + opener.finalize()


@given(st.text(), st.text(max_size=20))
def test_what_is_encrypted_comes_back_under_its_own_context(plain, context):
    assert RING.decrypt(RING.encrypt(plain, context), context) == plain


def test_the_text_names_its_version_and_key_and_hides_the_value():
    text = RING.encrypt(PHONE, "user.phone")
    assert re.fullmatch(r"v1\.2026a\.[A-Za-z0-9_-]+", text)
    assert PHONE not in text


def test_the_same_value_never_looks_the_same_twice():
    assert RING.encrypt(PHONE, "user.phone") != RING.encrypt(PHONE, "user.phone")


def test_a_value_pasted_into_another_field_does_not_open():
    text = RING.encrypt(PHONE, "user.phone")
    with pytest.raises(Unreadable) as refusal:
        RING.decrypt(text, "complainant.phone")
    assert refusal.value.code == "protected_value_damaged"


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_value_with_any_byte_changed_does_not_open(position, change):
    text = RING.encrypt(PHONE, "user.phone")
    version, key_id, body = text.split(".")
    at = position % (len(body) - 1)  # the last character may hold unused bits
    other = chr(0x2D + (ord(body[at]) - 0x2D + change) % 78)
    if other == body[at]:
        return
    with pytest.raises(Unreadable):
        RING.decrypt(f"{version}.{key_id}.{body[:at]}{other}{body[at + 1 :]}", "user.phone")


def test_a_text_relabelled_with_another_key_of_the_ring_does_not_open():
    ring = KeyRing({"new": NEW, "2026a": OLD}, INDEX)
    text = RING.encrypt(PHONE, "user.phone")
    with pytest.raises(Unreadable):
        ring.decrypt(text.replace("2026a", "new"), "user.phone")


def test_a_text_relabelled_with_another_version_does_not_open():
    ring = KeyRing({"2026a": OLD}, INDEX, {**CIPHERS, "v2": CIPHERS["v1"]})
    with pytest.raises(Unreadable):
        ring.decrypt(RING.encrypt(PHONE, "user.phone").replace("v1.", "v2."), "user.phone")


@pytest.mark.parametrize("text", ["", "plain", "v1.2026a", "v1.2026a.é", "v1.2026a.", "v1.2026a.AAAA", "a.b.c.d"])
def test_what_is_not_a_protected_value_is_refused_not_guessed(text):
    with pytest.raises(Unreadable):
        RING.decrypt(text, "user.phone")


def test_a_missing_key_and_a_missing_cipher_are_named():
    with pytest.raises(Unreadable) as refusal:
        RING.decrypt("v1.lost.AAAA", "user.phone")
    assert (refusal.value.code, "lost" in refusal.value.text.en) == ("protected_key_missing", True)
    with pytest.raises(Unreadable) as refusal:
        RING.decrypt("v9.2026a.AAAA", "user.phone")
    assert refusal.value.code == "protected_cipher_missing"


def test_rotation_moves_a_value_to_the_new_key_and_leaves_a_new_one_alone():
    written_before = RING.encrypt(PHONE, "user.phone")
    ring = KeyRing({"2027a": NEW, "2026a": OLD}, INDEX)
    assert ring.decrypt(written_before, "user.phone") == PHONE
    assert ring.needs_rotation(written_before)
    moved = ring.rotate(written_before, "user.phone")
    assert moved.startswith("v1.2027a.")
    assert not ring.needs_rotation(moved)
    assert ring.rotate(moved, "user.phone") == moved
    assert KeyRing({"2027a": NEW}, INDEX).decrypt(moved, "user.phone") == PHONE


def test_another_cipher_takes_over_writing_while_old_values_stay_readable():
    written_before = RING.encrypt(PHONE, "user.phone")
    ring = KeyRing({"sm": OLD[:16], "2026a": OLD}, INDEX, {"s1": Sm4Gcm(), **CIPHERS})
    assert ring.decrypt(written_before, "user.phone") == PHONE
    moved = ring.rotate(written_before, "user.phone")
    assert moved.startswith("s1.sm.")
    assert ring.decrypt(moved, "user.phone") == PHONE
    with pytest.raises(Unreadable):
        ring.decrypt(moved, "user.name")


def test_the_library_refuses_what_was_sealed_for_another_place():
    with pytest.raises(InvalidTag):
        CIPHERS["v1"].open(OLD, CIPHERS["v1"].seal(OLD, b"x", b"here"), b"there")


@pytest.mark.parametrize(
    ("keys", "index_key", "why"),
    [
        ({}, INDEX, "at least one key"),
        ({"a": OLD[:16]}, INDEX, "32 bytes"),
        ({"a.b": OLD}, INDEX, "key id"),
        ({"a": OLD}, OLD, "also the index key"),
        ({"a": OLD}, b"short", "at least 32"),
    ],
)
def test_a_ring_that_would_not_protect_is_not_built(keys, index_key, why):
    with pytest.raises(ValueError, match=why):
        KeyRing(keys, index_key)


def test_a_ring_does_not_print_its_keys():
    assert repr(RING) == "KeyRing(keys=['2026a'], writes=v1.2026a)"


def test_one_number_written_in_many_ways_has_one_blind_index():
    forms = [
        "13800001234",
        "138-0000-1234",
        " 138 0000 1234",
        "+86 13800001234",
        "008613800001234",
        "１３８００００１２３４",
    ]
    assert len({RING.blind_index(form, "user.phone", phone_digits) for form in forms}) == 1


def test_the_blind_index_differs_by_column_and_by_index_key_but_not_by_encryption_key():
    index = RING.blind_index(PHONE, "user.phone", phone_digits)
    assert index is not None
    assert re.fullmatch(r"[0-9a-f]{64}", index)
    assert RING.blind_index(PHONE, "complainant.phone", phone_digits) != index
    assert KeyRing({"2026a": OLD}, bytes(32)).blind_index(PHONE, "user.phone", phone_digits) != index
    assert KeyRing({"2027a": NEW}, INDEX).blind_index(PHONE, "user.phone", phone_digits) == index


def test_values_without_anything_to_look_up_do_not_match_each_other():
    assert RING.blind_index("不详", "user.phone", phone_digits) is None
    assert RING.blind_index("  ", "user.name") is None


def test_a_context_cannot_be_confused_with_the_value_after_it():
    assert RING.blind_index("bc", "a") != RING.blind_index("c", "ab")


def test_the_journal_digest_is_exact_keyed_and_unrelated_to_the_blind_index():
    assert RING.digest(PHONE) == RING.digest(PHONE)
    assert RING.digest(PHONE) != RING.digest(PHONE + " ")
    assert RING.digest("abc") != RING.blind_index("abc", "")
    assert KeyRing({"2026a": OLD}, bytes(32)).digest(PHONE) != RING.digest(PHONE)
    assert RING.digest("") != RING.digest("", "user.phone")


@pytest.mark.parametrize(
    ("normalise", "value", "normal"),
    [
        (plain_text, "  ＡＢＣ　 Straße ", "abc strasse"),
        (phone_digits, "0471-123 4567 转 8", "047112345678"),
        (phone_digits, "8612345", "8612345"),
        (identity_characters, "11010519491231002x", "11010519491231002X"),
        (identity_characters, "1101 0519-４９12 31002Ｘ", "11010519491231002X"),
    ],
)
def test_normalisers(normalise, value, normal):
    assert normalise(value) == normal
