"""Which field of a service guide answers which question."""

FIELD_TOPICS = {
    "fee": ("fee", "收费"),
    "legal_basis": ("basis", "办理依据"),
    "conditions": ("conditions", "办理条件"),
    "online": ("online_entrance", "网上办理入口"),
    "result": ("result", "办理结果"),
}
FACT_OF_TOPIC = {
    "materials": "materials",
    "window": "windows",
    "mode": "delegation_mode",
    "liability": "liable_body",
    "time_limit": "statutory_limit",
    **{topic: name for topic, (name, _) in FIELD_TOPICS.items()},
}
