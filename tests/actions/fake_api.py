"""An api of a few lines that the action server can really talk to."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from actions.calendar_words import today

MATTERS = {
    "construction-permit": "建筑工程施工许可证核发",
    "eia-registration": "环境影响登记表备案",
}
PARKS = [
    {
        "park_id": "gaoxin",
        "name": "郴州高新技术产业开发区",
        "short_name": "郴州高新区",
        "name_en": "Chenzhou High-tech Zone (郴州高新区)",
    },
    {
        "park_id": "jingkai",
        "name": "郴州经济开发区",
        "short_name": "郴州经开区",
        "name_en": "Chenzhou Economic Development Zone (郴州经开区)",
    },
]
PUBLISHED = timedelta(days=28)
"""Nothing can be booked later than this."""
USCC = "91430000183804041E"
CLOCKS = ("09:00", "09:30", "10:00", "14:30", "15:00")

MODES = {"gaoxin": "direct", "jingkai": "stationed"}

Json = dict[str, Any]


def working_day(offset: int) -> str:
    """The day `offset` days from today, as the fake counts them: all are open but the first."""
    return (today() + timedelta(days=offset)).isoformat()


class FakeApi:
    """Answers like api, and remembers what it was asked.

    Attributes:
        questions: the bodies sent to `/internal/answers`.
        bookings: the bookings made, by code.
        keys: the idempotency keys seen.
        down: whether every call fails with 500.
        handoffs, ratings: the bodies sent.
        taken: the slots that are full.
        listed: those of them that were not full yet when the slots were listed.
        held: the hold given last.
        used_hold: the hold that came with the last booking.
        said: what was said last; None when nothing was.
        notice: what the next booking's holder must be told.
        moves: the moves in a journey that were asked for.
        not_understood: the words that are no move to it.
        booked: the bodies sent to book.
        papers: the list of materials of a matter: name and, if conditional, when; None for no list.
        said: what words tell of the materials, by the words.
        of_papers: what is answered to questions about papers, by the words.
        judged: the bodies sent to be judged.
        promise: the question for a promise that goes with the next result.
        list_changed: whether the list is another one by the time it is judged.
        waiting: who waits for a seat.
        helped: who asked for assisted handling.
        sent: the address to which a booking's result goes, by code.
    """

    def __init__(self) -> None:
        self.questions: list[Json] = []
        self.bookings: dict[str, Json] = {}
        self.keys: list[str] = []
        self.handoffs: list[Json] = []
        self.ratings: list[Json] = []
        self.tokens: set[str | None] = set()
        self.down = False
        self.taken: set[str] = set()
        self.listed: set[str] = set()
        self.held: str | None = None
        self.used_hold: str | None = None
        self.notice: str | None = None
        self.moves: list[Json] = []
        self.not_understood: set[str] = set()
        self.last_said: Json | None = None
        self.booked: list[Json] = []
        self.papers: list[tuple[str, str | None]] | None = [
            ("申请书", None), ("图纸", None), ("章程", "设立公司"),
        ]  # fmt: skip
        self.said: dict[str, Json] = {}
        self.of_papers: dict[str, str] = {}
        self.judged: list[Json] = []
        self.promise: Json | None = None
        self.list_changed = False
        self.waiting: list[Json] = []
        self.helped: list[Json] = []
        self.sent: dict[str, str] = {}

    def app(self) -> web.Application:
        """The application that serves the fake."""
        app = web.Application(middlewares=[self._failures])
        v1 = "/api/v1"
        app.add_routes(
            [
                web.post(f"{v1}/internal/answers", self._answer),
                web.get(f"{v1}/internal/conversations/{{session_id}}/last-answer", self._last),
                web.post(f"{v1}/internal/dates", self._date),
                web.post(f"{v1}/internal/journeys/moves", self._move_on),
                web.post(f"{v1}/internal/prechecks", self._judge),
                web.post(f"{v1}/internal/prechecks/words", self._words),
                web.post(f"{v1}/internal/prechecks/questions", self._paper_question),
                web.post(f"{v1}/internal/credit-codes", self._credit_code),
                web.get(f"{v1}/slot-chains", self._chains),
                web.post(f"{v1}/booking-groups", self._book_group),
                web.post(f"{v1}/waiting-list", self._wait),
                web.get(f"{v1}/waiting-list/e1", self._wait_still),
                web.delete(f"{v1}/waiting-list/e1", self._wait_no_longer),
                web.post(f"{v1}/assistance-requests", self._help),
                web.put(f"{v1}/bookings/{{code}}/courier", self._send_result),
                web.get(f"{v1}/parks", self._parks),
                web.get(f"{v1}/matters/{{matter_id}}", self._matter),
                web.get(f"{v1}/slots", self._slots),
                web.delete(f"{v1}/chat/sessions/{{session_id}}/hold", self._release),
                web.put(f"{v1}/chat/sessions/{{session_id}}/hold", self._hold),
                web.post(f"{v1}/bookings", self._book),
                web.get(f"{v1}/bookings/{{code}}", self._booking),
                web.patch(f"{v1}/bookings/{{code}}", self._move),
                web.delete(f"{v1}/bookings/{{code}}", self._cancel),
                web.post(f"{v1}/handoffs", self._hand_off),
                web.post(f"{v1}/ratings", self._rate),
            ]
        )
        return app

    @web.middleware
    async def _failures(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.tokens.add(request.headers.get("X-Service-Token"))
        if self.down:
            return web.json_response({"title": "down"}, status=500)
        return await handler(request)

    async def _answer(self, request: web.Request) -> web.Response:
        question = await request.json()
        self.questions.append(question)
        answer = _answer_to(question)
        if question["topic"] == "precheck" and answer["matter_id"]:
            answer |= _list(answer["matter_id"], self.papers)
        return web.json_response(answer)

    async def _words(self, request: web.Request) -> web.Response:
        nothing = {"states": {}, "unlisted": [], "pointed": False}
        told = self.said.get((await request.json())["text"], {})
        return web.json_response({**nothing, **told})

    async def _paper_question(self, request: web.Request) -> web.Response:
        asked = await request.json()
        numbers = asked.get("asked", [])
        text = self.of_papers.get(asked["text"])
        return web.json_response({"text": text and f"{text}{numbers}", "numbers": numbers})

    async def _judge(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self.list_changed:
            self.list_changed = False
            return web.json_response({"detail": "材料清单刚刚更新过"}, status=422)
        self.judged.append(body)
        ready = len(body["have"]) + len(body["not_applicable"]) == len(self.papers or ())
        return web.json_response(
            {
                "precheck_id": f"check-{len(self.judged)}",
                "park_id": body.get("park_id") or "gaoxin",
                "verdict": "ready" if ready else "not_yet",
                "text": "材料齐了" if ready else "还缺材料",
                "buttons": [{"title": "预约办理", "payload": "/book"}],
                "card": {"type": "precheck", "verdict": "ready" if ready else "not_yet"},
                "promise": self.promise,
            }
        )

    async def _last(self, _: web.Request) -> web.Response:
        if self.last_said is None:
            return web.json_response({"detail": "前面还没有回答过什么。"}, status=404)
        return web.json_response(self.last_said)

    async def _move_on(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.moves.append(asked)
        return web.json_response(
            _told(asked, (asked.get("query") or "") not in self.not_understood)
        )

    async def _credit_code(self, request: web.Request) -> web.Response:
        code = (await request.json())["code"]
        wrong = {"uscc": None, "reason": "这个统一社会信用代码对不上"}
        return web.json_response({"uscc": code, "reason": None} if code == USCC else wrong)

    async def _chains(self, request: web.Request) -> web.Response:
        day = date.fromisoformat(request.query["from"])
        matters = request.query.getall("matter_id")
        visits = [
            {"matter_id": matter_id, **_slot(day, clock)}
            for matter_id, clock in zip(matters, CLOCKS, strict=False)
        ]
        row = {"start": visits[0]["start"], "end": visits[-1]["end"], "visits": visits}
        return web.json_response({"chains": [row]})

    async def _book_group(self, request: web.Request) -> web.Response:
        body = await request.json()
        made = []
        for visit in body["visits"]:
            day, clock = visit["slot_id"].split("T")
            code = f"GX{len(self.bookings) + 1001}"
            self.bookings[code] = {
                **_slot(date.fromisoformat(day), clock),
                "code": code,
                "park_id": body["park_id"],
                "matter_id": visit["matter_id"],
                "applicant": body["applicant"],
            }
            made.append(_shown(self.bookings[code]))
        return web.json_response({"group_id": "1", "bookings": made}, status=201)

    async def _wait(self, request: web.Request) -> web.Response:
        self.waiting.append(await request.json())
        return web.json_response(self._entry(), status=201)

    def _entry(self) -> Json:
        told = {key: self.waiting[-1][key] for key in ("matter_id", "first_day", "last_day")}
        name = MATTERS[told["matter_id"]]
        stands = {"entry_id": "e1", "status": "waiting", "message": "还在排。", "offer": None}
        return {**stands, "matter_name": name, **told}

    async def _wait_still(self, _: web.Request) -> web.Response:
        return web.json_response(self._entry())

    async def _wait_no_longer(self, _: web.Request) -> web.Response:
        self.waiting.pop()
        return web.Response(status=204)

    async def _help(self, request: web.Request) -> web.Response:
        self.helped.append(await request.json())
        return web.json_response({"message": "帮办申请收到了。"}, status=201)

    async def _send_result(self, request: web.Request) -> web.Response:
        made = self._known(request)
        assert made is not None
        self.sent[made["code"]] = (await request.json())["address"]
        return web.json_response({"status": "requested"})

    async def _date(self, request: web.Request) -> web.Response:
        asked = await request.json()
        text = asked["text"]
        if asked.get("anchor") and "往后推一天" in text:
            moved = date.fromisoformat(asked["anchor"][:10]) + timedelta(days=1)
            return web.json_response({"date": moved.isoformat(), "time": asked["anchor"][11:16]})
        if "下周" in text:
            return web.json_response({"date": working_day(2), "until": working_day(3)})
        offsets = {"元旦": 40, "大后天": 3, "后天": 2, "明天": 1}
        offset = next((days for word, days in offsets.items() if word in text), None)
        part = "am" if "上午" in text else "pm" if "下午" in text else None
        clock = "09:30" if "九点半" in text else "15:00" if "三点" in text else None
        day = working_day(offset) if offset is not None else None
        return web.json_response({"date": day, "part": part, "time": clock, "reason": None})

    async def _parks(self, request: web.Request) -> web.Response:
        return web.json_response({"items": PARKS, "total": len(PARKS)})

    async def _matter(self, request: web.Request) -> web.Response:
        matter_id = request.match_info["matter_id"]
        window = {"window_id": "gaoxin-3", "hall": "高新区政务服务大厅"}
        return web.json_response(
            {
                "matter_id": matter_id,
                "name": MATTERS[matter_id],
                "fields": {"windows": {"value": [window], "status": "sample"}},
            }
        )

    async def _slots(self, request: web.Request) -> web.Response:
        query = request.query
        first, last = date.fromisoformat(query["from"]), date.fromisoformat(query["to"])
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        open_days = [day for day in days if today() < day <= today() + PUBLISHED]
        slots = [_slot(day, clock) for day in open_days for clock in CLOCKS]
        closed = [{"date": today().isoformat(), "reason": "今天的号已经放完"}]
        later = [day for day in days if day > today() + PUBLISHED]
        closed += [{"date": day.isoformat(), "reason": "还没有放号"} for day in later]
        full = self.taken - self.listed
        shown = [{**slot, "remaining": 2 * (slot["slot_id"] not in full)} for slot in slots]
        return web.json_response({"slots": shown, "closed": closed})

    async def _hold(self, request: web.Request) -> web.Response:
        wanted = (await request.json())["slot_id"]
        if wanted in self.taken:
            return self._full()
        self.held = f"HOLD{wanted}"
        return web.json_response({"hold": self.held})

    async def _release(self, _: web.Request) -> web.Response:
        self.held = None
        return web.Response(status=204)

    def _full(self) -> web.Response:
        alternatives = [_slot(today() + timedelta(days=5), "10:00")]
        detail = "这个时间刚刚约满了，最近的空号是："
        return web.json_response(
            {"title": "taken", "detail": detail, "alternatives": alternatives}, status=409
        )

    async def _book(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers["Idempotency-Key"])
        body = await request.json()
        self.booked.append(body)
        if body["slot_id"] in self.taken:
            return self._full()
        self.used_hold = body.get("hold")
        code = f"GX{len(self.bookings) + 1001}"
        day, clock = body["slot_id"].split("T")
        slot = _slot(date.fromisoformat(day), clock)
        self.bookings[code] = {
            **{key: slot[key] for key in ("start", "end", "window_id")},
            "code": code,
            "status": "booked",
            "park_id": body["park_id"],
            "matter_id": body["matter_id"],
            "applicant": body["applicant"],
            "notice": self.notice,
        }
        return web.json_response(_shown(self.bookings[code]), status=201)

    def _known(self, request: web.Request) -> Json | None:
        made = self.bookings.get(request.match_info["code"])
        proof = request.query.get("phone_last4")
        return made if made and made["applicant"]["phone"].endswith(proof or "-") else None

    async def _booking(self, request: web.Request) -> web.Response:
        made = self._known(request)
        if made is None:
            return web.json_response({"detail": "没有这个预约"}, status=404)
        return web.json_response(_shown(made))

    async def _move(self, request: web.Request) -> web.Response:
        made = self._known(request)
        assert made is not None
        day, clock = (await request.json())["slot_id"].split("T")
        made.update(_slot(date.fromisoformat(day), clock))
        return web.json_response(_shown(made))

    async def _cancel(self, request: web.Request) -> web.Response:
        made = self._known(request)
        assert made is not None
        del self.bookings[made["code"]]
        return web.Response(status=204)

    async def _hand_off(self, request: web.Request) -> web.Response:
        self.handoffs.append(await request.json())
        return web.json_response({"status": "waiting"}, status=201)

    async def _rate(self, request: web.Request) -> web.Response:
        grade = await request.json()
        self.ratings.append(grade)
        if grade["stars"] > 2:
            return web.json_response({"reply_by": None, "reasons": []}, status=201)
        explained = grade.get("reason") or grade.get("comment")
        reasons = [] if explained else [{"reason": "waited", "name": "等候时间太长"}]
        return web.json_response({"reply_by": "2026-12-02", "reasons": reasons}, status=201)


def _slot(day: date, clock: str) -> Json:
    hour, minute = clock.split(":")
    end = f"{int(hour) + (minute == '30'):02}:{'00' if minute == '30' else '30'}"
    return {
        "slot_id": f"{day.isoformat()}T{clock}",
        "window_id": "gaoxin-3",
        "window": "3号 工程建设窗口",
        "start": f"{day.isoformat()}T{clock}:00+08:00",
        "end": f"{day.isoformat()}T{end}:00+08:00",
        "remaining": 2,
    }


def _shown(made: Json) -> Json:
    return {key: value for key, value in made.items() if key != "applicant"}


def _answer_to(question: Json) -> Json:
    query = question.get("query") or ""
    matter_id = question.get("matter_id")
    decision = None
    candidates = [{"matter_id": key, "name": name, "score": 0.9} for key, name in MATTERS.items()]
    if "施工许可" in query:
        matter_id, decision = "construction-permit", "match"
    elif "登记表" in query:
        matter_id, decision = "eia-registration", "match"
    elif "手续" in query:
        matter_id, decision = None, "clarify"
    elif "居住证" in query or "qwe" in query:
        matter_id, decision = None, "none"
    outcome = "answered" if matter_id else "clarify" if decision == "clarify" else "ask_matter"
    if "qwe" in query:
        outcome = "not_found"
    topic = "referral" if decision == "none" else question["topic"]
    return {
        "outcome": "referred" if "居住证" in query else outcome,
        "topic": topic,
        "text": f"[{topic}] {MATTERS.get(matter_id or '', '请问您要办什么事？')}",
        "decision": decision,
        "candidates": candidates if decision else [],
        "matter_id": matter_id,
        "park_id": question.get("park_id"),
        "delegation_mode": MODES[question["park_id"]]
        if matter_id and question.get("park_id")
        else None,
        "window_id": f"{question['park_id']}-3" if question.get("park_id") else None,
        "buttons": [_choice(*matter) for matter in MATTERS.items()]
        if decision == "clarify"
        else [],
        "card": None,
    }


def _list(matter_id: str, papers: list[tuple[str, str | None]] | None) -> Json:
    """The answer that begins a pre-check."""
    if papers is None:
        return {"outcome": "missing_fact", "text": "材料清单暂缺", "card": None}
    items = [{"number": n, "name": name, "when": when} for n, (name, when) in enumerate(papers, 1)]
    card = {"type": "precheck", "matter_id": matter_id, "items": items, "verdict": None}
    return {"outcome": "asked", "text": "哪几项还没有？", "card": card}


def _choice(matter_id: str, name: str) -> Json:
    payload = json.dumps({"matter_id": matter_id, "topic": "matter"})
    return {"title": name, "payload": f"/choose_matter{payload}"}


def _told(asked: Json, understood: bool) -> Json:
    """A plan of one question: it waits until it is answered, and speaks of a matter from then."""
    waits = asked["move"] in ("start", "ask") or not understood
    return {
        "understood": understood or asked["move"] in ("start", "ask", "unknown", "show"),
        "outcome": "asked" if waits else "plan",
        "text": f"[{asked['move']}]",
        "buttons": [],
        "card": None,
        "journey": {"id": "build-plant", "asked": "site" if waits else None},
        "waits_for": "question" if waits else None,
        "matter_id": None if waits else "construction-permit",
    }
