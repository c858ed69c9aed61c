"""What the routes do, free of HTTP: composing answers, keeping conversations, booking visits.

Imports point one way: `db` and `events` <- `days` <- `intake` <- `booking` and `limits` <- `queue`,
`ratings` and `erasure` <- `notifications` and `statistics` <- `chat`. `connectors` needs the events
and their rows alone. No package of services imports one that imports it (`test_structure.py`).
"""
