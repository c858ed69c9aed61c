"""What a command tells instead of doing its work."""


class Trouble(Exception):
    """The command cannot do what it was asked to; the message says why and what to do, in Chinese.

    It ends with exit code 1.
    """


NO_ENCODER = (
    "打不开编码模型：请把 GUIDE_ENCODER（build 也可以用 --encoder）写成这台机器上已有的 "
    "Sentence-Transformers 模型的名称或文件夹，或者留空，用自带的"
)


class Misuse(Exception):
    """The arguments do not go together. It ends with exit code 2."""
