"""The exact channel: does the message contain the very name of a matter, written or in pinyin?"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from knowledge.corpus import Target, Text
from knowledge.encoder import pinyin
from knowledge.encoder.opening import FloatArray
from knowledge.index.hearing import Hearing
from knowledge.index.string_table import StringTable
from knowledge.index.targets import Numbers
from knowledge.memory import remembered
from knowledge.text import QuestionWords, compact, essence, normalise, spaced

NAME_FIELDS = frozenset({"name", "alias", "noun"})
_SHORTEST = 2  # characters of a name
_LATIN_LETTER = re.compile(r"[a-z]")
_LATIN_WORD = re.compile(r"[0-9a-z]+")
_SEVERAL_WORDS = re.compile(r"(?: [0-9a-z]+){2,} ")  # English names stand among the nouns
_BRACKETS = re.compile(r"\([^)]*\)|（[^）]*）")
_PERMIT, _PERMIT_PAPER = "许可", "许可证"
_SHORTEST_VARIANT = 4
_WORDS_WITHOUT_CUES = QuestionWords()


def _marked(parts: Iterable[str], mark: str) -> str:
    """Parts with a mark around each, so that none is found across two others."""
    return "".join(mark + part for part in parts) + mark


def _words(text: str) -> str:
    return _marked(_LATIN_WORD.findall(normalise(text).casefold()), " ")


def _forms(name: str) -> list[str]:
    """How a name may stand in what `_Message.searched` is."""
    if name.isascii():
        return [_words(name)]
    syllables = [pinyin.reading(character) for character in compact(name)]
    return [compact(name), *([_marked(syllables, "'")] if all(syllables) else [])]


def _variants(name: str) -> set[str]:
    """How an official name is said for short: without what is in brackets, with or without 证."""
    bare = _BRACKETS.sub("", name).removesuffix("核发")
    said = {bare, _BRACKETS.sub("", name)}
    if bare.endswith(_PERMIT_PAPER):
        said.add(bare.removesuffix("证"))
    if bare.endswith(_PERMIT):
        said.add(bare + "证")
    return {variant for variant in said if len(variant) >= _SHORTEST_VARIANT}


class _Message:
    """A message in the forms in which names are looked for.

    Attributes:
        length: characters of its essence, a syllable of typed pinyin counting as one.
        searched: its characters, then its syllables if it is typed in pinyin, else its words.
    """

    def __init__(self, query: str) -> None:
        syllables = pinyin.typed_exactly(query)
        core = essence(query)
        self.length = max(len(core), 1)
        self.syllables = _marked(syllables, "'") if syllables else ""
        if syllables:
            self.length = len(_LATIN_LETTER.sub("", core)) + len(syllables)
        self.searched = "\n".join((compact(query), self.syllables or _words(query)))


_message = remembered(_Message)


class Names:
    """Finds names, aliases and nouns of targets in a message, the longest one first.

    Args:
        names: every name, `compact`, with the targets that bear it; marked when it is official.
        forms: how names may stand in `_Message.searched`, with the places of the names in `names`.
        said: names in `spaced` form, with their targets; marked when saying it names a matter.
        hearing: the same names by their sound.
    """

    def __init__(
        self, names: StringTable, forms: StringTable, said: StringTable, hearing: Hearing
    ) -> None:
        self._names, self._forms, self._said = names, forms, said
        self._hearing = hearing

    @classmethod
    def build(cls, folder: Path, texts: Iterable[Text], number_of: Mapping[Target, int]) -> "Names":
        """Gather names from the texts of a corpus and write them.

        Args:
            texts: those of other fields than `NAME_FIELDS` are ignored.
            number_of: the number of each target.
        """
        owners: dict[str, set[int]] = defaultdict(set)
        forms: dict[str, list[str]] = {}
        said: dict[str, set[int]] = defaultdict(set)
        variants: dict[str, set[int]] = defaultdict(set)
        official: set[str] = set()
        for text in texts:
            name = compact(text.text)
            if text.field in NAME_FIELDS and len(name) >= _SHORTEST:
                owners[name].add(number_of[text.target])
                forms.setdefault(name, _forms(text.text))
                if text.field != "noun":
                    official.add(name)
                    for variant in _variants(text.text):
                        variants[spaced(variant)].add(number_of[text.target])
                said[spaced(text.text)].add(number_of[text.target])
        naming = {form for form in said if form.replace(" ", "") in official}
        naming |= variants.keys() - said.keys()
        naming |= {form for form in said if _SEVERAL_WORDS.fullmatch(form)}
        names = StringTable.build(folder / "names", owners, official)
        places: dict[str, set[int]] = defaultdict(set)
        for name in owners:
            for form in forms[name]:
                places[form].add(names.place(name))
        return cls(
            names,
            StringTable.build(folder / "forms", places),
            StringTable.build(folder / "said", variants | said, naming),
            Hearing.build(folder, owners, names),
        )

    @classmethod
    def load(cls, folder: Path) -> "Names":
        """Open what `build` wrote."""
        names, forms, said = (
            StringTable.load(folder / table) for table in ("names", "forms", "said")
        )
        return cls(names, forms, said, Hearing.load(folder, names))

    def respelled(self, text: str) -> str:
        """A text with the names in it written right that only sound right."""
        return self._hearing.respelled(text)

    def exact(self, query: str) -> frozenset[int]:
        """Targets whose official name or alias is all the message says."""
        message = _message(query)
        for name in (compact(query), essence(query)):
            if self._names.marks(name):
                return self.owners(name)
        spoken = filter(self._names.marks, self._names_of(message.syllables))
        return frozenset(number for name in spoken for number in self.owners(name))

    def asked(self, query: str, words: QuestionWords) -> frozenset[int]:
        """Targets whose official name or alias the message says among question words only.

        A name inside a longer one does not count, be the longer one what the matter is also
        called or somebody else's business. Two names must be the same target's.
        """
        said, rest = self._said_in(spaced(query), words)
        if not any(map(self._said.marks, said)) or not words.cover(rest):
            return frozenset()
        return frozenset.intersection(*(frozenset(self._said.numbers(form)) for form in said))

    def nothing(self, query: str, words: QuestionWords) -> bool:
        """Whether the message consists of question words, none of which names a target."""
        text = spaced(query)
        if not words.cover(text):
            return False
        said, rest = self._said_in(text, _WORDS_WITHOUT_CUES)
        return not said or not words.cover(rest)  # "找工作" in "找工作人员" is no name

    def _said_in(self, text: str, words: QuestionWords) -> tuple[list[str], str]:
        """Names in `spaced` text, longest first, and the text without them.

        What is a question word itself ("复议") is left where it stands.
        """
        found = []
        for form in sorted(self._said.within(text), key=lambda form: (-len(form), form)):
            if form in text and not words.cover(form):
                found.append(form)
                text = text.replace(form, "\n")
        return found, text

    @remembered
    def contained(self, query: str) -> list[str]:
        """Names in the message; one inside a longer one that was found does not count."""
        rest = _message(query).searched
        names_of = {form: self._names_of(form) for form in self._forms.within(rest)}
        found: list[str] = []
        for form in sorted(names_of, key=lambda form: (-len(names_of[form][0]), form)):
            if form in rest:
                found += names_of[form]
                rest = rest.replace(form, "\n")
        return found

    def _names_of(self, form: str) -> list[str]:
        """The names that may stand in this form: several when they sound alike."""
        return [self._names.key(place) for place in self._forms.numbers(form)]

    def owners(self, name: str) -> frozenset[int]:
        """Targets that bear a name."""
        return frozenset(self._names.numbers(name))

    def scores(self, query: str, numbers: Numbers) -> FloatArray:
        """Per target asked for: the share of the message's essence its longest name makes up."""
        scores = np.zeros(len(numbers), dtype=np.float32)
        length = _message(query).length
        for name in self.contained(query):
            owners = np.array(self._names.numbers(name))
            share = min(1.0, len(name) / length) / len(owners)
            borne = np.isin(numbers, owners)
            scores[borne] = np.maximum(scores[borne], share)
        return scores

    def named(self, query: str) -> Numbers:
        """The targets that bear a name the message contains."""
        owners = [self._names.numbers(name) for name in self.contained(query)]
        return np.unique(np.array([number for some in owners for number in some], dtype=np.int64))
