"""A receiver can tell what is from us and new from what is not."""

import pytest

from api.services.connectors.signature import WINDOW_S, Forged, sign, verify

SECRET, BODY, NOW = "shared", b'{"event_id":"1"}', 1_764_036_000
GOOD = sign(SECRET, NOW, BODY)


def test_the_signature_is_as_the_documentation_says() -> None:
    # printf '1764036000.{"event_id":"1"}' | openssl dgst -sha256 -hmac shared
    assert GOOD == "v1=b9f2ae14687d927a35efa2bc6f529d5dc096b9f66c3e826a36c35ebbe5ef847d"


@pytest.mark.parametrize("late", [-WINDOW_S, 0, WINDOW_S])
def test_ours_is_taken_for_as_long_as_clocks_may_differ(late: int) -> None:
    verify([SECRET], str(NOW), GOOD, BODY, NOW + late)


def test_while_the_secret_is_changed_either_is_taken() -> None:
    verify(["new", SECRET], str(NOW), GOOD, BODY, NOW)


@pytest.mark.parametrize(
    ("secrets", "timestamp", "signature", "body", "now"),
    [
        (["another"], str(NOW), GOOD, BODY, NOW),
        ([], str(NOW), GOOD, BODY, NOW),
        ([SECRET], str(NOW), GOOD, BODY + b" ", NOW),
        ([SECRET], str(NOW + 1), GOOD, BODY, NOW),
        ([SECRET], str(NOW), GOOD.removeprefix("v1="), BODY, NOW),
        ([SECRET], str(NOW), "", BODY, NOW),
        ([SECRET], str(NOW), "v1=签名", BODY, NOW),
        ([SECRET], str(NOW), GOOD, BODY, NOW + WINDOW_S + 1),
        ([SECRET], str(NOW), GOOD, BODY, NOW - WINDOW_S - 1),
        ([SECRET], "", GOOD, BODY, NOW),
        ([SECRET], f" {NOW}", GOOD, BODY, NOW),
        ([SECRET], "١٧٦٤", GOOD, BODY, NOW),
        ([SECRET], "9" * 5000, GOOD, BODY, NOW),
    ],
)
def test_anything_else_is_forged(
    secrets: list[str], timestamp: str, signature: str, body: bytes, now: float
) -> None:
    with pytest.raises(Forged):
        verify(secrets, timestamp, signature, body, now)
