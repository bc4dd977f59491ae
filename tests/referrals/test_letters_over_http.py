"""Papers that are filled in when they are needed, and the package encrypted to its receiver."""

import io

import pyrage
import pytest
from docx import Document
from pyrage import x25519

from support.referrals import Referrals

pytestmark = pytest.mark.anyio


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("state", "name", "says"),
    [
        ("reconsidering", "reconsideration_request", "情节严重"),
        ("supervised", "supervision_suggestion", "不立案理由不能成立"),
        ("handing_over", "goods_handover", "挂号凭证"),
    ],
)
async def test_a_paper_is_filled_in_once_its_step_was_taken(
    referrals: Referrals, state: str, name: str, says: str
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        early = await referrals.make("received")
        refused = await referrals["officer"].get(f"{early}/letters/{name}")
        assert (refused.status_code, refused.json()["code"]) == (409, "letter_too_early")
    with referrals.world.at("2026-03-02 09:31"):
        url = await referrals.make(state)
        paper = await referrals["officer"].get(f"{url}/letters/{name}")
        assert paper.status_code == 200, paper.text
        assert says in text_of(paper.content)
        assert (await referrals["outsider"].get(f"{url}/letters/{name}")).status_code == 404
        acts = [one["action"] for one in (await referrals["chief"].get(f"{url}/history")).json()["items"]]
        assert acts[-1] == "referral:letter"


async def test_the_package_is_encrypted_to_the_receivers_key_and_to_no_other(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent")
        plain = (await referrals["officer"].get(f"{url}/package")).content
        police, other = x25519.Identity.generate(), x25519.Identity.generate()
        locked = await referrals["officer"].get(f"{url}/package?recipient_key={police.to_public()}")
        assert locked.status_code == 200 and plain not in locked.content
        assert pyrage.decrypt(locked.content, [police]) == plain
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(locked.content, [other])
        refused = await referrals["officer"].get(f"{url}/package?recipient_key=age1nonsense")
        assert (refused.status_code, refused.json()["code"]) == (422, "recipient_key_invalid")
