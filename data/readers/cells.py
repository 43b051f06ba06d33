"""What a cell of a table says."""


def holds(value: object) -> bool:
    """Tell whether a cell holds something: not null, NaN or blank."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value == value  # noqa: PLR0124


def text_of_cell(value: object) -> str:
    """Return the text of a cell; nothing, and the NaN that pandas writes for it, is empty.

    Raises
    ------
    ValueError
        If it holds something else; the message goes on after "the title".

    Examples
    --------
    >>> text_of_cell("Huế"), text_of_cell(None), text_of_cell(1975)
    ('Huế', '', '1975')
    """
    if value is None or value != value:  # noqa: PLR0124
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"is no text but a value of type {type(value).__name__}")  # noqa: TRY004
    if has_half_characters(value):
        raise ValueError("holds half a character")
    return value


def has_half_characters(text: str) -> bool:
    r"""Tell whether a text holds surrogates, which no file can.

    >>> has_half_characters("😀"), has_half_characters("\ud83d")
    (False, True)
    """
    try:
        text.encode("utf-16-le")  # four times as fast as UTF-8, and as strict
    except UnicodeEncodeError:
        return True
    return False
