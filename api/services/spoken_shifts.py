"""Words that move a visit by some days or hours: 往后推一天, 提前两天, 晚半小时."""

import re
from datetime import datetime, timedelta

from api.services.spoken_days import NUMBER, NUMERALS, number, workdays_after

COUNT = rf"(?P<count>{NUMBER}|半)个?(?P<unit>工作日|小时|钟头|天|日|周|星期|礼拜)"
MOVED = r"(?:再)?(?:推|挪|延|移|改|调|放|提|拖|缓)*(?:个|了|到)?"
LATER = re.compile(
    rf"(?:[往向朝]后|推迟|延[后迟期]|推后|后推|后延|顺延|晚|迟|延|推)(?:再)?{MOVED}{COUNT}"
    rf"|(?<![{NUMERALS}])(?P<next>(?:换到|改到|挪到|推到)?(?:第二天|隔天|次日|后一天))"
)
EARLIER = re.compile(rf"(?:[往向朝]前|提前|提早|早|前移|(?<![之以])前(?=一天)){MOVED}{COUNT}")
HALF_AN_HOUR = timedelta(minutes=30)
SPANS = {
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "礼拜": timedelta(weeks=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
}


def shifted(text: str, visit: datetime) -> datetime | None:
    """When the visit would be, as `text` moves it; None when it moves nothing.

    Raises:
        NotPublished: working days are counted into a year whose holidays are not published.
    """
    if later := LATER.search(text):
        return _moved(later, visit, 1)
    if earlier := EARLIER.search(text):
        return _moved(earlier, visit, -1)
    return None


def _moved(found: re.Match[str], visit: datetime, way: int) -> datetime | None:
    said = found.groupdict()
    if said.get("next"):
        return visit + SPANS["天"]
    unit, count = said["unit"], said["count"]
    if unit == "工作日":
        return datetime.combine(workdays_after(visit.date(), way * number(count)), visit.timetz())
    if count == "半":
        return visit + way * HALF_AN_HOUR if SPANS[unit] < SPANS["天"] else None
    return visit + way * number(count) * SPANS[unit]
