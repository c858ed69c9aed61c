"""What the service does regularly, beside answering."""

from collections.abc import Callable

from api.deps import Services, current_time
from api.services import upkeep
from api.services.booking.keys import forget_old_keys
from api.services.connectors import delivery
from api.services.queue import closing
from api.services.statistics.demand import FLUSH_S


def duties(services: Callable[[], Services]) -> dict[str, upkeep.Duty]:
    """What is to be done regularly, by what it is called.

    Args:
        services: gives those in service now; to hold on to any would keep their edition in memory.
    """
    return {
        "delete expired conversations": upkeep.Duty(
            lambda: services().conversations.forget_expired()
        ),
        "settle the days that are over": upkeep.Duty(
            lambda: services().queue.closing.close_days(current_time()), closing.EVERY_S
        ),
        "delete expired review items": upkeep.Duty(lambda: services().reviews.forget_expired()),
        "delete old idempotency keys": upkeep.Duty(
            lambda: forget_old_keys(services().shared.sessions, current_time())
        ),
        "give back held seats": upkeep.Duty(
            lambda: services().holds.expire_due(current_time()), every_s=30
        ),
        "see to visits whose day has changed": upkeep.Duty(
            lambda: services().hall_day_changes.follow(current_time())
        ),
        "offer seats to those who wait": upkeep.Duty(
            lambda: services().waiting_list.offer_due(current_time()), every_s=60
        ),
        "send notifications": upkeep.Duty(
            lambda: services().shared.sender.send_all_due(current_time), every_s=10
        ),
        "empty failed notifications": upkeep.Duty(
            lambda: services().shared.notifications.empty_failed(current_time())
        ),
        "watch time limits": upkeep.Duty(lambda: services().watch.look(current_time())),
        "remind of gaps": upkeep.Duty(lambda: services().gaps.look(current_time())),
        "delete courier addresses": upkeep.Duty(lambda: services().couriers.forget(current_time())),
        "erase personal data of finished intakes": upkeep.Duty(
            lambda: services().erasure.erase_finished(current_time())
        ),
        "write down what was asked for": upkeep.Duty(
            lambda: services().shared.demand.flush(), FLUSH_S
        ),
        "deliver events": upkeep.Duty(
            lambda: services().deliveries.deliver(), every_s=delivery.EVERY_S
        ),
        "delete delivered events": upkeep.Duty(lambda: services().outbox.forget_expired()),
    }
