"""One conversation over the chat contract, through the test client."""

from typing import Any

from fastapi.testclient import TestClient

SESSIONS = "/api/v1/chat/sessions"


class Chat:
    """One open conversation."""

    def __init__(self, client: TestClient, **body: Any) -> None:
        opened = client.post(SESSIONS, json={"channel": "widget", **body})
        assert opened.status_code == 201
        self.client = client
        self.session_id = opened.json()["session_id"]
        self.path = f"{SESSIONS}/{self.session_id}"
        self.headers = {"Authorization": f"Bearer {opened.json()['token']}"}

    def send(self, **body: Any) -> Any:
        """The response to one message."""
        return self.client.post(f"{self.path}/messages", json=body, headers=self.headers)

    def turn(self, **body: Any) -> dict[str, Any]:
        """The turn that answers one message."""
        answer = self.send(**body)
        assert answer.status_code == 200, answer.text
        turn: dict[str, Any] = answer.json()
        return turn

    def transcript(self) -> dict[str, Any]:
        """All that was said."""
        answer: dict[str, Any] = self.client.get(
            f"{self.path}/messages", headers=self.headers
        ).json()
        return answer
