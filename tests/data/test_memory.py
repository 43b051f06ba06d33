from data.memory import Memory


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []

    def upper(word: str) -> str:
        asked.append(word)
        return word.upper()

    memory = Memory(upper)
    assert [memory["giá"], memory["vàng"], memory["giá"]] == ["GIÁ", "VÀNG", "GIÁ"]
    assert asked == ["giá", "vàng"]


def test_it_stays_small_and_forgetting_changes_no_answer() -> None:
    memory = Memory(str.upper, most=4)
    words = [chr(97 + number % 7) for number in range(50)] + ["x" * 10_000]
    for word in words:
        assert memory[word] == word.upper()
        assert len(memory) <= 4
    assert "x" * 10_000 not in memory
