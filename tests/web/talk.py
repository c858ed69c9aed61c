"""What a test does on the page, in the applicant's words."""

from playwright.sync_api import Locator, Page


def write(page: Page, words: str) -> Locator:
    """Put words into the composer."""
    field = page.get_by_label("您的问题")
    field.fill(words)
    return field


def say(page: Page, words: str) -> None:
    """Write and press Enter."""
    write(page, words).press("Enter")


def mine(page: Page) -> Locator:
    """The applicant's messages on the screen."""
    return page.locator(".message.applicant")


def answers(page: Page) -> Locator:
    """The other side's messages on the screen; the first is the welcome."""
    return page.locator(".message.guide:not(.typing), .message.staff")
