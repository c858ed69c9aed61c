"""English in, English out: how the guide answers those who write English.

Facts come from the same guide; here they get English words. What has none is told in Chinese, and
that is said. The Chinese wording is elsewhere and untouched.
"""
