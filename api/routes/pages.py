"""The pages people open in a browser."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

WEB = Path(__file__).resolve().parent.parent / "web"

router = APIRouter(include_in_schema=False)


@router.get("/plan")
def plan_page() -> FileResponse:
    """A whole journey on one page, to be printed."""
    return FileResponse(WEB / "plan" / "plan.html")


@router.get("/visit")
def visit_page() -> FileResponse:
    """One booking, to be printed, moved or cancelled."""
    return FileResponse(WEB / "visit" / "visit.html")


@router.get("/waiting")
def waiting_page() -> FileResponse:
    """Joining the waiting list, and one entry of it: how it stands, and what is offered to it."""
    return FileResponse(WEB / "waiting" / "waiting.html")


@router.get("/notice")
def notice_page() -> FileResponse:
    """Everything one matter needs on one page, to be printed."""
    return FileResponse(WEB / "notice" / "notice.html")


@router.get("/board")
def board_page() -> FileResponse:
    """The display board of a hall, for a screen on its wall."""
    return FileResponse(WEB / "board" / "board.html")


@router.get("/kiosk")
def kiosk_page() -> FileResponse:
    """The guide for the touch screen of a hall, which everybody uses after each other."""
    return FileResponse(WEB / "kiosk" / "kiosk.html")


@router.get("/ticket")
def ticket_page() -> FileResponse:
    """One ticket and where it stands, for the phone of whoever holds it."""
    return FileResponse(WEB / "ticket" / "ticket.html")


@router.get("/staff/handoffs")
def handoffs_page() -> FileResponse:
    """The conversations that wait for a person, for the hall's staff."""
    return FileResponse(WEB / "staff" / "handoffs" / "handoffs.html")


@router.get("/staff/review")
def review_page() -> FileResponse:
    """The review list, for the hall's staff."""
    return FileResponse(WEB / "staff" / "review" / "review.html")


@router.get("/staff/statistics")
def statistics_page() -> FileResponse:
    """The statistics, for the hall's staff."""
    return FileResponse(WEB / "staff" / "statistics" / "statistics.html")


@router.get("/")
def guide_page() -> FileResponse:
    """The guide's chat page."""
    return FileResponse(WEB / "index.html")
