import pytest
from cryptography.fernet import InvalidToken

from api.cipher import Cipher

OURS, THEIRS = Cipher("our secret"), Cipher("their secret")


def test_what_is_encrypted_can_be_read_again_but_not_seen() -> None:
    encrypted = OURS.encrypt("张三 13812345678")
    assert OURS.decrypt(encrypted) == "张三 13812345678"
    assert b"13812345678" not in encrypted
    assert "张三".encode() not in encrypted


def test_equal_texts_look_different() -> None:
    assert OURS.encrypt("张三") != OURS.encrypt("张三")


def test_another_key_or_changed_data_reads_nothing() -> None:
    encrypted = OURS.encrypt("张三")
    with pytest.raises(InvalidToken):
        THEIRS.decrypt(encrypted)
    with pytest.raises(InvalidToken):
        OURS.decrypt(encrypted[:-4] + b"AAA=")


def test_an_index_finds_equal_texts_under_one_key_only() -> None:
    assert OURS.index("13812345678") == Cipher("our secret").index("13812345678")
    assert OURS.index("13812345678") != OURS.index("13812345679")
    assert OURS.index("13812345678") != THEIRS.index("13812345678")
    assert len(OURS.index("")) == 64
