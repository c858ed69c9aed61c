"""Parameter types that several resources share."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field, StringConstraints

ParkId = Literal["gaoxin", "jingkai"]
Mode = Literal["direct", "stationed", "direct_report"]
Channel = Literal["widget", "wechat", "hotline", "kiosk"]
Pool = Literal["public", "staff"]

DataId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
"""What an edition of the knowledge calls something."""
JourneyId = DataId
MatterId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
HallId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
WindowId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
ConnectorId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]

DrawnId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""What we have drawn to call a row of ours."""
SessionId = DrawnId
TicketId = DrawnId

BookingCode = Annotated[str, Field(max_length=32, examples=["KQ7M2XA4"])]
"""As it was typed, in any case and with any separators."""
PhoneLast4 = Annotated[str, Field(max_length=32, examples=["5678"])]
"""The proof that goes with a code; a wrong one is answered like an unknown code."""
SlotId = Annotated[str, Field(max_length=96, examples=["gaoxin-01-20261125T0900"])]

PageSize = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
