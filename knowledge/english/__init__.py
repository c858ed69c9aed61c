"""The guide in English: our own translation of what is in the data, and a search that goes by it.

The Chinese facts decide. What has no translation is
shown in Chinese.
"""

from knowledge.english.translation import Translation, load

__all__ = ["Translation", "load"]
