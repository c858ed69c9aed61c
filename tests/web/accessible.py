"""Looks at a page as those see it who have weak eyes or big fingers."""

from typing import Any

from playwright.sync_api import Page

SMALL_TARGETS = """(least) => [...document.querySelectorAll('button, a, summary, textarea, input')]
  .filter((node) => node.checkVisibility())
  .map((node) => [node.textContent.trim() || node.id, node.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < least - 0.5)
  .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)"""

PALE_WORDS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = parts(colour).slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (node) => {
    const own = getComputedStyle(node).backgroundColor;
    return (parts(own)[3] ?? 1) === 1 || !node.parentElement ? own : ground(node.parentElement);
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const wanted = ({ fontSize, fontWeight }) => {
    const size = parseFloat(fontSize);
    return size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5;
  };
  const says = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  return [...document.body.querySelectorAll('*')]
    .filter((node) => says(node) && node.checkVisibility() && !node.disabled)
    .map((node) => [node, getComputedStyle(node)])
    .map(([node, style]) => [node, style, ratio(light(style.color), light(ground(node)))])
    .filter(([, style, found]) => found < wanted(style))
    .map(([node, , found]) => `${node.textContent.trim()}: ${found.toFixed(2)}`);
}"""
"""Words whose contrast is below what WCAG 2.1 AA asks for."""


def small_targets(page: Page, least: int) -> list[Any]:
    """What can be pressed and is smaller than `least` pixels in one direction."""
    return list(page.evaluate(SMALL_TARGETS, least))


def pale_words(page: Page) -> list[Any]:
    """Words that are hard to tell from what they stand on."""
    return list(page.evaluate(PALE_WORDS))
