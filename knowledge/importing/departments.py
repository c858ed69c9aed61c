"""The departments a cell names, as one text."""

import re

from knowledge.importing.wording import NOTHING, official

_OFFICE = re.compile(r".*(?:局|委|会|厅|中心|队|办|室|部门?|院|站|处|行)(?:[（(][^()（）]*[）)])?")
_LONGEST_NAME = 60  # characters; bounds the work on a cell that holds a book
_BEGINNING = re.compile(r"市|省|区|县|州|郴州|湖南|国家|中国")
_SEPARATOR = re.compile(r"[、，；,;/]+(?![^（(]{0,60}[）)])")  # but not within brackets


def departments(text: str) -> str:
    """Departments in the order of the cell, joined with 、.

    A line break or space parts two departments only where what stands before it ends like one and
    what follows begins like one; otherwise the layout broke a name in two. Brackets stay whole.
    """
    whole = ""
    for piece in text.split():
        parts_two = _OFFICE.fullmatch(whole[-_LONGEST_NAME:]) and _BEGINNING.match(piece)
        whole += f"、{piece}" if parts_two else piece
    names = [name for name in _SEPARATOR.split(official(whole)) if name not in NOTHING]
    return "、".join(dict.fromkeys(names))
