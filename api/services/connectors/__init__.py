"""What happens to intakes goes out to other platforms, in order and once (decree D21, D24).

`config` says which platform is told what, `listener` writes it down with the change itself,
`delivery` sends it, `outbox` shows it to the staff. docs/connectors.md tells how to receive it.
"""
