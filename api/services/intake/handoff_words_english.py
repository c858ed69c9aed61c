"""What somebody who writes English is told while a person is awaited."""

from datetime import datetime

from api.services.days.english import moment_in_words

HOTLINE = "In urgent cases call the government service hotline 12345."


def called_back(masked: str, until: datetime | None) -> str:
    """What somebody is told who left a phone while waiting for a person."""
    when = f"by {moment_in_words(until)}" if until else "after we open again"
    return f"Thank you, our staff will call {masked} {when}. {HOTLINE}"


def handed_over(staffed: bool, answer_by: datetime | None) -> str:
    """What somebody is told who has asked for a person."""
    if staffed:
        return f"I have passed you on to our staff; somebody will answer here shortly. {HOTLINE}"
    when = f"after we open on {moment_in_words(answer_by)}" if answer_by else "after we open again"
    return (
        "I have passed you on to our staff. The hall is closed now; somebody will answer "
        f"{when}. You may leave a message here. {HOTLINE}"
    )


def still_waiting(answer_by: datetime | None) -> str:
    """What somebody is told who writes on while a person is awaited."""
    if answer_by is None:
        return f"Your message has been passed on to our staff, one moment please. {HOTLINE}"
    return (
        f"Your message is noted. Somebody will answer after we open on "
        f"{moment_in_words(answer_by)}. {HOTLINE}"
    )


def noted(answer_by: datetime | None) -> str:
    """What somebody is told who only wants it kept for the staff."""
    when = f" after we open on {moment_in_words(answer_by)}" if answer_by else ""
    return (
        f"All right, what you said is noted. Our staff will read it{when}; you need not wait here. "
        f"{HOTLINE} I am glad to help with anything else."
    )
