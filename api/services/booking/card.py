"""A booking as a card: what, where, when, and a code to be scanned at the hall."""

from typing import Any

from api.db.booking import Booking
from api.services.qr import qr_code
from knowledge import KnowledgeBase, Window


def booking_card(kb: KnowledgeBase, booking: Booking) -> dict[str, Any]:
    """The card of a booking; parts the knowledge base no longer knows stay empty."""
    matter = kb.matters.get(booking.matter_id)
    park = kb.parks.get(booking.park_id)
    window = kb.windows.get(booking.window_id)
    hall = kb.halls.get(window.hall_id) if window else None
    return {
        "type": "booking",
        "code": booking.code,
        "status": booking.status,
        "matter_name": matter.name if matter else None,
        "park_name": park.short_name if park else None,
        "hall": hall.name if hall else None,
        "address": hall.address.value if hall else None,
        "window": window_label(window) if window else None,
        "start": booking.starts_at.isoformat(),
        "end": booking.ends_at.isoformat(),
        "qr": qr_code(booking.code),
        "visit_page": f"/visit?code={booking.code}",
    }


def window_label(window: Window) -> str:
    """Where to go in the hall: the window's sign, and the floor."""
    return f"{window.number} {window.name}（{window.floor}）"
