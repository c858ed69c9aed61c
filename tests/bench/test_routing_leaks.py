"""Test messages that are known are found, others are left alone."""

from bench.routing.leaks import NEAR, find


def test_a_message_that_is_known_once_normalised() -> None:
    [leak] = find(["施工許可證　怎麼辦", "想开个饭店"], ["开饭店要什么证", "施工许可证怎么办"])
    assert (leak.query, leak.text, leak.likeness) == (0, "施工许可证怎么办", 1.0)


def test_punctuation_case_and_spaces_hide_no_leak() -> None:
    known = ["办eia要多久", "消防验收"]
    leaks = find(["办 EIA，要多久？", "消防……验收！", "消防、环评"], known)
    assert [(leak.query, leak.text, leak.likeness) for leak in leaks] == [
        (0, known[0], 1.0),
        (1, known[1], 1.0),
    ]


def test_punctuation_alone_is_compared_as_it_is() -> None:
    assert [leak.query for leak in find(["？！", "……"], ["?!", "好"])] == [0]


def test_a_message_that_is_nearly_known() -> None:
    known = "我们要在园区里面盖一个新厂房需要办什么手续"
    [leak] = find([known + "呢"], ["今天天气不错", known])
    assert leak.text == known
    assert NEAR <= leak.likeness < 1.0


def test_what_only_shares_some_words_is_new() -> None:
    assert find(["我们要盖厂房"], ["我们要盖厂房需要办什么手续"]) == []


def test_the_likeness_is_jaccard_s_over_bigrams() -> None:
    # abcde and abcdef: four shared bigrams of five; abcd and abcdef: three of five.
    assert [leak.likeness for leak in find(["abcde", "abcd"], ["abcdef"])] == [0.8]


def test_one_character_is_compared_whole() -> None:
    assert [leak.query for leak in find(["?", "好"], ["好", "好的"])] == [1]
