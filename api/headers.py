"""Headers that keep browsers from doing with our answers what nobody meant."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EVERYWHERE = {"X-Content-Type-Options": "nosniff"}
STAFF_PAGES = "/staff/"
UNFRAMED = {"X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors 'none'"}
"""No other page may show a page of the staff's inside itself and have them click on what they do
not see. The applicants' pages a park may well show inside its own."""
STAFF_INTERFACE = "/api/v1/staff/"
UNKEPT = {"Cache-Control": "no-store"}
"""What is below tells of people: no browser shall keep it."""


class SafeHeaders:
    """Adds them to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is no request is passed on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = dict(EVERYWHERE)
        if scope["path"].startswith(STAFF_PAGES):
            headers |= UNFRAMED
        if scope["path"].startswith(STAFF_INTERFACE):
            headers |= UNKEPT

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        return await self._app(scope, receive, send_safely)
