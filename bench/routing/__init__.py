"""How well messages find their matter, ours against peers taught with the same texts.

Importable without any dependency: the dialogue engine's environment runs a part of it.
"""
