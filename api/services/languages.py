"""The languages in which the guide answers."""

CHINESE, ENGLISH = "zh", "en"
