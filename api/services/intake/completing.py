"""What is kept with a new intake beside its visit: the notice, promises, where the result goes."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache, partial

from sqlalchemy.orm import Session

from api.db.intake import Intake, Precheck
from api.services.intake.commitments import GENERAL, Commitments
from api.services.intake.courier import Couriers
from api.services.intake.materials import NoCommitment, UnknownMaterial
from api.services.intake.notice import notice_of
from api.services.intake.requests import Request
from knowledge import KnowledgeBase

MOST_NOTICES = 256
"""Notices that are kept at hand: all of a day, in both parks."""
NOT_ON_THE_LIST = "“告知承诺”的第 {place} 项不在材料清单里，请按办事指南上的材料名称填写。"
OTHER_PRECHECK = "预审记录不存在，或者不是这个园区这个事项的，请重新核对材料，或不填预审编号。"
NO_COMMITMENT = "“告知承诺”的第 {place} 项，办事指南没有写明可以承诺，请带来或向窗口确认。"


class NotFit(Exception):
    """What came with the request does not fit its matter; the message says why, in Chinese."""


class Completing:
    """Completes an intake in the transaction that opens it: a `opening.Completion`."""

    def __init__(self, kb: KnowledgeBase, commitments: Commitments, couriers: Couriers) -> None:
        self._kb = kb
        self._notice = lru_cache(maxsize=MOST_NOTICES)(partial(notice_of, kb))
        self._commitments = commitments
        self._couriers = couriers

    def __call__(self, session: Session, intake: Intake, request: Request, now: datetime) -> None:
        """Keep the one complete notice, the pre-check, the promises, and where the result goes.

        The address must have been checked by `courier.clean_address`.

        Raises:
            NotFit: the pre-check is of something else, or a promise is made for what the guide does
                not name.
            NotCovered: the park does not have the matter today.
        """
        intake.notice = self._notice(intake.matter_id, intake.park_id, now.date())
        if request.extras.precheck_id:
            intake.precheck_id = _fitting(session, request, request.extras.precheck_id)
        if request.extras.commitments or request.extras.courier_address:
            session.flush()  # what follows refers to the intake's row
        if request.extras.commitments:
            self._agree(session, intake, request.extras.commitments, now)
        if request.extras.courier_address:
            self._couriers.request(
                session,
                intake,
                request.applicant.name,
                request.applicant.phone,
                request.extras.courier_address,
                now,
            )

    def _agree(
        self, session: Session, intake: Intake, materials: Sequence[str], now: datetime
    ) -> None:
        # The page shows the text in force next to the choice, so that is what was agreed to.
        version = self._commitments.text(GENERAL).version
        try:
            self._commitments.agree(session, intake, materials, version, now)
        except UnknownMaterial as place:
            raise NotFit(NOT_ON_THE_LIST.format(place=place)) from place
        except NoCommitment as place:
            raise NotFit(NO_COMMITMENT.format(place=place)) from place


def _fitting(session: Session, request: Request, precheck_id: str) -> str:
    precheck = session.get(Precheck, precheck_id)
    wanted = (request.matter_id, request.park_id)
    if precheck is None or (precheck.matter_id, precheck.park_id) != wanted:
        raise NotFit(OTHER_PRECHECK)
    return precheck_id
