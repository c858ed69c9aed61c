"""What an answer says is wrong."""

from typing import Any


def detail(answer: Any, status: int) -> str:
    """The detail of a problem with this status: Chinese that a person can act on."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    said = str(problem["detail"])
    assert any("一" <= character <= "鿿" for character in said)
    return said


def faults(answer: Any) -> dict[str, str]:
    """The fields that are refused, each with what would be right."""
    said = detail(answer, 422)
    found = {fault["field"]: fault["message"] for fault in answer.json()["errors"]}
    assert all(message in said for message in found.values())
    return found
