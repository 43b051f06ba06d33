"""What a caller may send."""

from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SkipValidation,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from data.article import Article
from data.page import Page, read_page

COMPONENT: Final = "#/components/schemas/{model}"
"""Where a model's own schema stands in that of the service."""

_TITLE = "Đội tuyển Việt Nam thắng 2-0 trên sân Mỹ Đình"
_LEAD = "Hai bàn thắng trong hiệp hai giúp đội chủ nhà giành trọn ba điểm."
_BODY = "Tối 12/10, đội tuyển Việt Nam tiếp đối thủ trên sân vận động Mỹ Đình."


def _whole(text: str) -> str:
    r"""Refuse half a character, which JSON can write (``"\ud83d"``) and nothing else can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticKnownError("string_unicode") from None
    return text


def _integral(number: object) -> object:
    """Take 3.0 for 3, as JSON does."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Text = Annotated[str, AfterValidator(_whole)]
Count = Annotated[int, Field(ge=1), BeforeValidator(_integral)]


class Options(BaseModel):
    """How an article is to be classified."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    top_k: Count | None = Field(
        default=None,
        description="How many sections to list, best first; all of them when left out.",
    )
    explain: bool = Field(
        default=False, description="Whether to say which n-grams spoke for the section, and where."
    )
    model: str | None = Field(
        default=None,
        max_length=200,
        description="Name of the model; the default model when left out.",
    )


_FORMS: Final = {"Text": ("text",), "Parts": ("title", "lead", "body"), "Copied page": ("page",)}

_EXAMPLES: Final = [
    {"text": f"{_TITLE}\n{_BODY}", "top_k": 3, "explain": True},
    {"title": _TITLE, "lead": _LEAD, "body": _BODY},
    {"page": f"Thể thao\nBóng đá\n{_TITLE}\n{_LEAD}\n{_BODY}"},
]


def _as_forms(schema: dict[str, Any]) -> None:
    """Write that exactly one form is given, and that something stands in it."""
    written = {"type": "string", "pattern": r"\S"}
    absent = {"type": "null"}
    schema["oneOf"] = [
        {
            "title": form,
            "anyOf": [{"required": [name], "properties": {name: written}} for name in names],
            "properties": {
                name: absent for others in _FORMS.values() for name in others if name not in names
            },
        }
        for form, names in _FORMS.items()
    ]
    schema["examples"] = _EXAMPLES


class ClassifyRequest(Options):
    """One article in exactly one of three forms: `text`; `title`, `lead`, `body`; or `page`."""

    model_config = ConfigDict(json_schema_extra=_as_forms)

    text: Text | None = Field(default=None, description="The article as one text.")
    title: Text | None = Field(default=None, description="The headline.")
    lead: Text | None = Field(default=None, description="The paragraph under the headline.")
    body: Text | None = Field(default=None, description="The rest of the article.")
    page: Text | None = Field(
        default=None,
        description="A news page as copied from a browser, menus and captions included.",
    )

    @model_validator(mode="after")
    def _one_form(self) -> "ClassifyRequest":
        parts = (self.title, self.lead, self.body)
        forms = (self.text, self.page, next((part for part in parts if part is not None), None))
        if sum(form is not None for form in forms) != 1:
            raise PydanticCustomError(
                "one_form", "give exactly one of: text; title, lead and body; page"
            )
        return self

    @property
    def characters(self) -> int:
        """Length of the article in code points, whichever its form."""
        parts = (self.text, self.title, self.lead, self.body, self.page)
        return sum(len(part) for part in parts if part is not None)

    @property
    def content(self) -> str | Article | Page:
        """The article as a classifier takes it."""
        if self.text is not None:
            return self.text
        if self.page is not None:
            return read_page(self.page)
        return Article(title=self.title or "", lead=self.lead or "", body=self.body or "")


class BatchRequest(Options):
    """Several articles; the options hold for each article that does not set its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"articles": [{"text": _TITLE}, {"title": _TITLE, "body": _BODY}], "top_k": 1}
            ]
        }
    )

    # Each article is validated alone, when its turn comes: a bad one spoils nothing.
    articles: list[SkipValidation[ClassifyRequest] | Any]
