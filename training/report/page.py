"""One HTML file: templates filled, style and script inlined, everything else forbidden."""

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from training.report.scale import Scale, axis_from
from training.report.wording import ENGLISH, VIETNAMESE, both, figure

# In a script element nothing ends the element but "</", and JSON may write any character by number.
_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def fill(template: str, **values: Any) -> str:
    """Make a page from a template.

    The page may load nothing and run nothing but the style and the script that it holds: its
    Content-Security-Policy names them by their hash.

    Parameters
    ----------
    template : str
        The name of a file in `templates`.
    **values
        What the template speaks of; everything but markup is escaped.
    """
    style, script = _static("report.css"), _static("report.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = _environment().get_template(template)
    return page.render(style=style, script=script, policy=policy, **values)


def as_json(value: object) -> Markup:
    r"""Write plain values as JSON that may stand in a script element.

    Examples
    --------
    >>> as_json("</script>")
    Markup('"\\u003c/script\\u003e"')
    """
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(written.translate(_UNSAFE))  # noqa: S704 - no sign of markup is left


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("training.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "vi": VIETNAMESE,
        "en": ENGLISH,
        "both": both,
        "figure": figure,
        "Scale": Scale,
        "axis_from": axis_from,
    }
    environment.filters["as_json"] = as_json
    return environment


@cache
def _static(name: str) -> Markup:
    text = (files("training.report") / "static" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of this package


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
