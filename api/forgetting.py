"""What a request makes us work out is kept until it is answered, and no longer."""

from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge.memory import remembering


class Forgetting:
    """Opens a memory for every request; an applicant's words are gone with the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is no request is passed on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        with remembering():
            return await self._app(scope, receive, send)
