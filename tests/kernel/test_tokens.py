import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from jose import jws

from duban.kernel import clock
from duban.kernel.errors import Invalid, Unauthenticated
from duban.kernel.tokens import (
    Seal,
    SigningKey,
    TokenSigner,
    generate_key,
    key_from_pem,
    sign_bytes,
    signing_now,
    verify_bytes,
)

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
with clock.at(START):
    KEY, OTHER_KEY = generate_key(), generate_key()
SIGNER = TokenSigner("https://duban.example", "duban-api", [KEY], longest=12 * HOUR)


@pytest.fixture(autouse=True)
def _held_clock():
    with clock.at(START):
        yield


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def claims(**changes: object) -> dict[str, object]:
    body: dict[str, object] = {
        "sub": "person",
        "iss": "https://duban.example",
        "aud": "duban-api",
        "iat": int(START.timestamp()),
        "exp": int(START.timestamp()) + 600,
    }
    body.update(changes)
    return {name: value for name, value in body.items() if value is not None}


def forge(body: object, key: SigningKey = KEY, **header: object) -> str:
    """A token made without our signer, with the given deviations, signed by cryptography itself."""
    head = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid, **header}
    text = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(body).encode())}"
    assert key.private_pem is not None
    private = serialization.load_pem_private_key(key.private_pem.encode(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(private.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{b64(r.to_bytes(32) + s.to_bytes(32))}"


def refusal(token: str, signer: TokenSigner = SIGNER) -> str:
    with pytest.raises(Unauthenticated) as caught:
        signer.verify(token)
    return caught.value.code


def public_pem_and_der(key: SigningKey) -> list[bytes]:
    assert key.private_pem is not None
    public = serialization.load_pem_private_key(key.private_pem.encode(), None).public_key()
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return [
        public.public_bytes(serialization.Encoding.PEM, spki),
        public.public_bytes(serialization.Encoding.DER, spki),
    ]


def test_a_signed_token_verifies_and_says_who_and_until_when():
    token = SIGNER.sign({"sub": "person", "org": "bureau"}, HOUR)
    read = SIGNER.verify(token)
    assert (read["sub"], read["org"]) == ("person", "bureau")
    assert (read["iss"], read["aud"]) == ("https://duban.example", "duban-api")
    assert read["iat"] == int(START.timestamp())
    assert read["exp"] - read["iat"] == 3600
    assert read["jti"] != SIGNER.verify(SIGNER.sign({"sub": "person"}, HOUR))["jti"]


def test_the_forger_of_these_tests_can_make_a_good_token():
    assert SIGNER.verify(forge(claims()))["sub"] == "person"


def test_a_standard_verifier_can_check_a_token_with_the_published_keys():
    token = SIGNER.sign({"sub": "person"}, HOUR)
    assert json.loads(jws.verify(token, SIGNER.jwks(), ["ES256"]))["sub"] == "person"


def test_a_token_without_an_algorithm_is_refused():
    for name in ("none", "None", "", None):
        head = b64(json.dumps({"alg": name, "typ": "at+jwt", "kid": KEY.kid}).encode())
        body = b64(json.dumps(claims()).encode())
        assert refusal(f"{head}.{body}.") == "token_invalid"
        assert refusal(f"{head}.{body}.{forge(claims()).split('.')[2]}") == "token_invalid"


@pytest.mark.parametrize("form", [0, 1], ids=["PEM", "DER"])
def test_hs256_with_the_public_key_as_the_secret_is_refused(form):
    secret = public_pem_and_der(KEY)[form]
    head = b64(json.dumps({"alg": "HS256", "typ": "at+jwt", "kid": KEY.kid}).encode())
    text = f"{head}.{b64(json.dumps(claims()).encode())}"
    assert refusal(f"{text}.{b64(hmac.digest(secret, text.encode(), hashlib.sha256))}") == "token_invalid"


@pytest.mark.parametrize("name", ["exp", "iat", "sub", "iss", "aud"])
def test_a_token_lacking_a_required_claim_is_refused(name):
    assert refusal(forge(claims(**{name: None}))) == "token_invalid"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-api"},
        {"aud": ["duban-api", "another-api"]},
        {"iss": "https://elsewhere.example"},
        {"sub": ""},
        {"sub": 7},
        {"exp": "2030-01-01"},
        {"exp": True},
        {"exp": 1e12},
        {"exp": 1 << 60},
        {"iat": -1},
        {"iat": int(START.timestamp()) + 60, "exp": int(START.timestamp()) + 120},
        {"nbf": int(START.timestamp()) + 60},
        {"nbf": "later"},
        {"exp": int(START.timestamp()) + 13 * 3600},
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(changes):
    assert refusal(forge(claims(**changes))) == "token_invalid"


@pytest.mark.parametrize("body", [[], "text", 1, None, [["sub", "person"]]])
def test_a_payload_that_is_no_set_of_claims_is_refused(body):
    assert refusal(forge(body)) == "token_invalid"


@pytest.mark.parametrize(
    "header",
    [{"kid": "unknown"}, {"kid": None}, {"typ": "JWT"}, {"typ": None}, {"crit": ["x"], "x": 1}, {"alg": "ES384"}],
)
def test_a_token_with_a_wrong_header_is_refused(header):
    assert refusal(forge(claims(), **header)) == "token_invalid"


def test_a_token_signed_by_another_key_under_our_kid_is_refused():
    assert refusal(forge(claims(), OTHER_KEY, kid=KEY.kid)) == "token_invalid"


def test_a_key_brought_along_in_the_header_is_not_used():
    assert refusal(forge(claims(), OTHER_KEY, jwk=dict(OTHER_KEY.public_jwk))) == "token_invalid"


@given(st.integers(min_value=0), st.integers(1, 63))
def test_a_token_with_any_character_changed_is_refused(position, step):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    with clock.at(START):
        token = forge(claims())
        at = position % (len(token) - 1)  # the last character carries unused bits
        if token[at] == ".":
            return
        changed = alphabet[(alphabet.index(token[at]) + step) % 64]
        assert refusal(token[:at] + changed + token[at + 1 :]) == "token_invalid"


@given(st.one_of(st.text(), st.text(alphabet=".eyJ0=-_").map(lambda text: text * 3)))
def test_nonsense_is_refused_and_nothing_worse(text):
    assert refusal(text) == "token_invalid"


def test_an_oversized_token_is_refused_before_it_is_read():
    assert refusal(forge(claims(filling="x" * 9000))) == "token_invalid"


def test_a_header_nested_too_deep_is_refused():
    head = b64(b'{"a":' + b"[" * 2500 + b"]" * 2500 + b"}")
    assert refusal(f"{head}.e30.AAAA") == "token_invalid"


def test_a_token_ends_when_it_says_plus_the_leeway():
    token = SIGNER.sign({"sub": "person"}, HOUR)
    with clock.at(START + HOUR + timedelta(seconds=9)):
        assert SIGNER.verify(token)["sub"] == "person"
    with clock.at(START + HOUR + timedelta(seconds=10)):
        assert refusal(token) == "token_expired"


def test_a_clock_slightly_behind_accepts_a_token_from_one_slightly_ahead():
    token = SIGNER.sign({"sub": "person"}, HOUR)
    with clock.at(START - timedelta(seconds=10)):
        assert SIGNER.verify(token)
    with clock.at(START - timedelta(seconds=11)):
        assert refusal(token) == "token_invalid"


def test_after_rotation_the_new_key_signs_and_the_old_verifies_until_its_tokens_have_run_out():
    token = SIGNER.sign({"sub": "person"}, 12 * HOUR)
    with clock.at(START + HOUR):
        new = generate_key()
        rotated = TokenSigner("https://duban.example", "duban-api", [KEY.retire(START + HOUR), new], longest=12 * HOUR)
        assert rotated.verify(token)["sub"] == "person"
        assert jws.get_unverified_header(rotated.sign({"sub": "person"}, HOUR))["kid"] == new.kid
        assert [key["kid"] for key in rotated.jwks()["keys"]] == [new.kid, KEY.kid]
    with clock.at(START + 14 * HOUR):
        assert [key["kid"] for key in rotated.jwks()["keys"]] == [new.kid]
        assert refusal(token, rotated) == "token_invalid"


def test_a_thief_of_a_retired_key_cannot_make_new_tokens():
    retired = TokenSigner("https://duban.example", "duban-api", [KEY.retire(START)], longest=12 * HOUR)
    later = int(START.timestamp()) + 60
    with clock.at(START + timedelta(seconds=60)):
        assert retired.verify(forge(claims()))["sub"] == "person"
        assert refusal(forge(claims(iat=later, exp=later + 600)), retired) == "token_invalid"


def test_the_newest_key_signs_whatever_the_order_they_come_in():
    newer = replace(OTHER_KEY, created_at=START + timedelta(seconds=1))
    for keys in ([KEY, newer], [newer, KEY]):
        token = TokenSigner("i", "a", keys).sign({"sub": "person"}, HOUR)
        assert jws.get_unverified_header(token)["kid"] == OTHER_KEY.kid


@pytest.mark.parametrize(
    ("body", "lifetime", "why"),
    [
        ({}, HOUR, "subject"),
        ({"sub": ""}, HOUR, "subject"),
        ({"sub": "person", "exp": 1}, HOUR, "exp"),
        ({"sub": "person", "aud": "x"}, HOUR, "aud"),
        ({"sub": "person"}, timedelta(0), "one second"),
        ({"sub": "person"}, 13 * HOUR, "one second"),
    ],
)
def test_the_signer_refuses_to_make_a_token_it_would_not_accept(body, lifetime, why):
    with pytest.raises(ValueError, match=why):
        SIGNER.sign(body, lifetime)


def test_no_retired_key_signs():
    retired = KEY.retire(START)
    assert retired.private_pem is None
    with pytest.raises(ValueError, match="retired"):
        TokenSigner("i", "a", [retired]).sign({"sub": "person"}, HOUR)
    with pytest.raises(ValueError, match="private half"):
        sign_bytes(b"manifest", retired)


def test_the_kid_is_the_thumbprint_of_rfc_7638():
    x, y = KEY.public_jwk["x"], KEY.public_jwk["y"]
    canonical = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
    assert KEY.kid == b64(hashlib.sha256(canonical.encode()).digest())


def test_the_published_key_has_no_private_part_and_printing_a_key_shows_none():
    assert set(SIGNER.jwks()["keys"][0]) == {"kty", "crv", "x", "y", "alg", "use", "kid"}
    assert "PRIVATE" not in repr(KEY)


def pem(private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, password: bytes | None = None) -> str:
    how = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how).decode()


def test_only_an_unencrypted_p256_private_key_becomes_a_signing_key():
    assert KEY.private_pem is not None
    assert key_from_pem(KEY.private_pem, START) == KEY
    unusable = [
        pem(ec.generate_private_key(ec.SECP384R1())),
        pem(rsa.generate_private_key(65537, 2048)),
        pem(ec.generate_private_key(ec.SECP256R1()), b"password"),
        public_pem_and_der(KEY)[0].decode(),
        "a secret",
    ]
    for text in unusable:
        with pytest.raises(ValueError, match="a signing key is"):
            key_from_pem(text, START)


@given(st.binary(max_size=300))
def test_a_seal_holds_for_its_bytes_and_says_who_and_when(data):
    with clock.at(START):
        seal = sign_bytes(data, KEY)
    assert seal.split(".")[1] == ""
    keys = [OTHER_KEY.public_jwk, KEY.retire(START).public_jwk]
    assert verify_bytes(data, seal, keys) == Seal(KEY.kid, START)
    with pytest.raises(Invalid) as caught:
        verify_bytes(data + b"\n", seal, keys)
    assert caught.value.code == "seal_broken"


def test_a_seal_of_an_unknown_key_is_not_taken_for_a_broken_one():
    with pytest.raises(Invalid) as caught:
        verify_bytes(b"manifest", sign_bytes(b"manifest", KEY), [OTHER_KEY.public_jwk])
    assert caught.value.code == "seal_key_unknown"


@pytest.mark.parametrize("change", [{"x": None}, {"crv": "P-384"}, {"kty": "oct"}, {"y": "AAAA"}])
def test_a_public_key_that_cannot_be_read_vouches_for_nothing(change):
    jwk = {name: value for name, value in {**KEY.public_jwk, **change}.items() if value is not None}
    with pytest.raises(Invalid) as caught:
        verify_bytes(b"manifest", sign_bytes(b"manifest", KEY), [jwk])
    assert caught.value.code == "seal_broken"


def test_a_seal_whose_time_was_changed_is_broken():
    head, _, signature = sign_bytes(b"manifest", KEY).split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    earlier = b64(json.dumps({**header, "iat": header["iat"] - 86_400}).encode())
    with pytest.raises(Invalid) as caught:
        verify_bytes(b"manifest", f"{earlier}..{signature}", [KEY.public_jwk])
    assert caught.value.code == "seal_broken"


def test_a_token_is_no_seal_and_sealed_claims_are_no_token():
    token = SIGNER.sign({"sub": "person"}, HOUR)
    head, body, signature = token.split(".")
    payload = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    for text in (token, f"{head}..{signature}"):
        with pytest.raises(Invalid) as caught:
            verify_bytes(payload, text, [KEY.public_jwk])
        assert caught.value.code == "seal_malformed"
    otherwise_a_seal = forge(claims(), iat=int(START.timestamp()))
    head, body, signature = otherwise_a_seal.split(".")
    with pytest.raises(Invalid) as caught:
        verify_bytes(base64.urlsafe_b64decode(body + "=="), f"{head}..{signature}", [KEY.public_jwk])
    assert caught.value.code == "seal_malformed"
    dressed_up = json.dumps(claims()).encode()
    head, _, signature = sign_bytes(dressed_up, KEY).split(".")
    assert refusal(f"{head}.{b64(dressed_up)}.{signature}") == "token_invalid"


@given(st.text(alphabet="eyJ0.AZ-_=é\x00", max_size=40))
def test_nonsense_is_no_seal(text):
    with pytest.raises(Invalid):
        verify_bytes(b"manifest", text, [KEY.public_jwk])


def test_a_key_signs_once_it_has_been_published_for_long_enough_unless_it_is_the_only_one():
    newer = replace(OTHER_KEY, created_at=START + timedelta(minutes=1))
    lead = timedelta(minutes=6)
    for minute, signs in ((0, KEY), (6, KEY), (7, newer)):
        assert signing_now([newer, KEY], START + timedelta(minutes=minute), lead) is signs, minute
    assert signing_now([newer], START, lead) is newer
    retired = KEY.retire(START)
    assert signing_now([retired, newer], START + timedelta(minutes=1), lead) is newer
    assert signing_now([retired], START, lead) is None
