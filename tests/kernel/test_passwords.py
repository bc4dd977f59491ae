import threading

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pwdlib.exceptions import UnknownHashError

from duban.kernel import passwords
from duban.kernel.passwords import STRONG, Cost, PasswordRules, Verdict, hash_password, is_common, verify_password

pytestmark = pytest.mark.anyio
QUICK = Cost(memory_kib=64, passes=1, lanes=1)
RULES = PasswordRules()
GOOD = "Lantern-47-drift"


def codes(password: str, username: str = "li.si", rules: PasswordRules = RULES) -> set[str]:
    return {fault.code for fault in rules.faults(password, username)}


async def test_the_right_password_is_right_and_another_is_wrong():
    hashed = await hash_password(GOOD, QUICK)
    assert await verify_password(GOOD, hashed, QUICK) == Verdict(True)
    assert await verify_password(GOOD + "x", hashed, QUICK) == Verdict(False)


async def test_the_default_cost_is_the_second_choice_of_rfc_9106():
    hashed = await hash_password(GOOD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in hashed


async def test_two_hashes_of_one_password_differ():
    assert await hash_password(GOOD, QUICK) != await hash_password(GOOD, QUICK)


async def test_a_hash_of_another_cost_is_made_anew_when_the_password_was_right():
    old = await hash_password(GOOD, QUICK)
    dearer = Cost(memory_kib=128, passes=2, lanes=1)
    verdict = await verify_password(GOOD, old, dearer)
    assert verdict.right
    assert verdict.rehashed is not None
    assert "m=128,t=2,p=1" in verdict.rehashed
    assert await verify_password(GOOD, verdict.rehashed, dearer) == Verdict(True)
    assert await verify_password("wrong", old, dearer) == Verdict(False)


async def test_no_account_is_wrong_after_the_same_work(monkeypatch):
    worked_on: list[str] = []
    hashed_anew: list[str] = []
    hasher = passwords._hasher(QUICK)

    class Watched:
        identify, check_needs_rehash = hasher.identify, hasher.check_needs_rehash

        def hash(self, password: str) -> str:
            hashed_anew.append(password)
            return hasher.hash(password)

        def verify(self, password: str, hashed: str) -> bool:
            worked_on.append(hashed)
            return hasher.verify(password, hashed)

    monkeypatch.setattr(passwords, "_hasher", lambda cost: Watched())
    real = await hash_password(GOOD, QUICK)
    assert await verify_password(GOOD, None, QUICK) == Verdict(False)
    assert await verify_password("x" * 200, real, QUICK) == Verdict(False)
    assert hashed_anew == [GOOD]  # only what the test itself stored
    of_nobody, of_somebody = worked_on
    assert of_somebody == real
    # the same parameters and the same lengths of salt and digest, hence the same work
    assert of_nobody.split("$")[:4] == real.split("$")[:4]
    assert [len(part) for part in of_nobody.split("$")] == [len(part) for part in real.split("$")]


async def test_the_hash_of_nobody_is_well_formed_at_the_default_cost():
    from argon2 import extract_parameters

    assert extract_parameters(passwords._hash_of_nobody(STRONG)) == extract_parameters(await hash_password(GOOD))


async def test_full_width_typing_is_the_same_password():
    assert (await verify_password("Ｌantern-47-drift", await hash_password(GOOD, QUICK), QUICK)).right


async def test_something_that_is_no_hash_is_an_error_not_a_wrong_password():
    with pytest.raises(UnknownHashError):
        await verify_password(GOOD, "plain text", QUICK)


async def test_an_oversized_password_is_neither_hashed_nor_right():
    with pytest.raises(ValueError, match="128"):
        await hash_password("x" * 129, QUICK)
    assert await verify_password("x" * 100_000, await hash_password(GOOD, QUICK), QUICK) == Verdict(False)
    assert await verify_password("x" * 129, await hash_password("", QUICK), QUICK) == Verdict(False)


async def test_at_most_two_hashes_run_at_once_and_none_in_the_event_loop(monkeypatch):
    running, most, loop = 0, 0, threading.get_ident()
    lock, both_in = threading.Lock(), threading.Barrier(2)

    class Slow:
        def hash(self, password: str) -> str:
            nonlocal running, most
            assert threading.get_ident() != loop
            with lock:
                running += 1
                most = max(most, running)
            both_in.wait(timeout=10)  # two must be inside together to go on
            with lock:
                running -= 1
            return password

    monkeypatch.setattr(passwords, "_hasher", lambda cost: Slow())
    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(hash_password, GOOD)
    assert most == 2
    assert passwords._limiter.get().total_tokens == 2


@pytest.mark.parametrize("password", [GOOD, "督办平台Ab3x", "xK9#mPq2", "gentle Harbour 3"])
def test_a_good_password_has_no_fault(password):
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("xK9#mPq", "password_too_short"),
        ("xkqmpvtz", "password_too_uniform"),
        ("xkqmpv92", "password_too_uniform"),
        ("xK9#" * 40, "password_too_long"),
        ("xK9#li.sI", "password_contains_username"),
        ("xK9#iS.Il", "password_contains_username"),
        ("Admin@123", "password_common"),
        ("P@ssw0rd", "password_common"),
        ("Aa123456", "password_common"),
        ("Weijian@2026", "password_common"),
        ("1qaz@WSX!", "password_common"),
        ("Qwerty!@#123", "password_common"),
        ("Ａｄｍｉｎ＠１２３", "password_common"),
    ],
)
def test_a_weak_password_is_refused_for_its_own_reason(password, code):
    assert codes(password) == {code}


def test_all_reasons_are_told_at_once_and_point_at_the_field():
    faults = RULES.faults("admin", "admin", "/new_password")
    assert [fault.code for fault in faults] == [
        "password_too_short",
        "password_too_uniform",
        "password_contains_username",
        "password_common",
    ]
    assert {fault.pointer for fault in faults} == {"/new_password"}
    assert "8" in faults[0].text.zh
    assert "8" in faults[0].text.en


def test_the_numbers_are_settings():
    lenient = PasswordRules(min_length=4, min_kinds=1)
    assert codes("mxqz", rules=lenient) == set()


def test_a_two_letter_name_does_not_forbid_half_of_all_passwords():
    assert codes("Lantern-47-drift", username="an") == set()


@given(st.text(max_size=200), st.text(max_size=20))
def test_no_text_breaks_the_rules(password, username):
    RULES.faults(password, username)
    is_common(password)
