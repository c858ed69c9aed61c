"""Messages to applicants outside the conversation: written down with the change, sent afterwards.

`listener` turns what happens into messages, `notifications` keeps them, `sending` sends them
through the providers (`file`, `sms`, `wechat`, `email`). The words stand in `templates.yml`.
"""
