"""Parameter types that several resources share."""

from typing import Annotated, Literal

from pydantic import StringConstraints

ParkId = Literal["gaoxin", "jingkai"]
Mode = Literal["direct", "stationed", "direct_report"]
Channel = Literal["widget", "wechat", "hotline", "kiosk"]
JourneyId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
MatterId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
HallId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
WindowId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
SessionId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
