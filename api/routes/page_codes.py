"""A page of ours as a QR code, for whoever stands at a screen that is not theirs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import ServicesDep
from api.problems import responses
from api.services.qr import qr_picture

router = APIRouter(prefix="/page-codes", tags=["pages"])

PAGES = r"^/(notice|plan|visit)\?[A-Za-z0-9_.,~%=&+-]{1,500}$"
"""The pages people take home. Nothing else becomes a code: it would lead elsewhere in our name."""

PagePath = Annotated[str, Query(pattern=PAGES, max_length=520, examples=["/visit?code=KQ7M2XA4"])]


@router.get(
    "",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, **responses(422)},
)
def page_code(page: PagePath, request: Request, services: ServicesDep) -> Response:
    """The page's address as a QR code; at the public address, or else at the one that was asked."""
    base = services.shared.settings.public_url or str(request.base_url)
    picture = qr_picture(base.rstrip("/") + page)
    return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})
