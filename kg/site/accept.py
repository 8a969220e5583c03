"""The form that an ``Accept`` header asks for, chosen by rules of Apache's mod_rewrite.

A form has the weight of the range that names it most closely: its media type,
else ``text/*`` or the like, else ``*/*``. The greatest weight is chosen; of
equal ones the one that is named more closely, then HTML before Turtle before
JSON-LD. What weighs nothing is never chosen, and where nothing is left, HTML.
Elements of a header that are not as RFC 9110 writes them do not count.
"""

import re
from collections.abc import Iterator

from kg.site.addresses import FORMS

__all__ = ["FORM", "choice"]

FORM = "%{ENV:KG_FORM}"
"""The ending of the form that is chosen, in a rule."""

_NOTHING = "0-0"
"""A weight, and how closely the range names the form; as texts they stand in the order of the choice."""

_SPACE = r"[\x20\x09]*+"
_QUOTED = r"\x22(?:[^\x22\x5c]|\x5c.)*+\x22"
_BEFORE = rf"(?:(?:[^\x22,]++|{_QUOTED})*+,)*"
"""Elements of the header that come before another; within quotation marks a comma is text."""

_PARAMETERS = rf"(?:{_SPACE};{_SPACE}(?!q=)(?:[^\x22,;]++|{_QUOTED})*+)*"
_WEIGHT = rf"{_SPACE};{_SPACE}q=(?|(0\.[0-9]*[1-9])0*|([01])(?:\.0*)?)"
"""A weight, caught without the zeros at its end."""

_AFTER = f"{_PARAMETERS}(?:{_WEIGHT}{_PARAMETERS})?{_SPACE}(?:,|$)"
_LESS = "^([^:]*)(?:{})".format(
    "|".join(rf"{char}[^:]*:(?!0-)\1{more}" for char, more in (("-", "[.0-9]"), *((str(one), f"[{one + 1}-9]") for one in range(9))))
)
"""Two weights with a colon between: the first is less than the second, and the second is more than nothing."""


def choice() -> Iterator[str]:
    """The rules that set the variable of the form."""
    yield f"RewriteRule ^ - [E=KG_FORM:html,E=KG_BEST:{_NOTHING}]"
    for ending, media_type in FORMS.items():
        yield f"RewriteRule ^ - [E=KG_NEW:{_NOTHING}]"
        for rank, named in enumerate(("*/*", f"{media_type.partition('/')[0]}/*", media_type)):
            yield f"RewriteCond %{{HTTP:Accept}} ^{_BEFORE}{_SPACE}{re.escape(named)}{_AFTER} [NC]"
            yield f"RewriteRule ^ - [E=KG_NEW:%1-{rank}]"
        yield "RewriteCond %{ENV:KG_NEW} ^-"
        yield "RewriteRule ^ - [E=KG_NEW:1%{ENV:KG_NEW}]"
        yield f"RewriteCond %{{ENV:KG_BEST}}:%{{ENV:KG_NEW}} {_LESS}"
        yield f"RewriteRule ^ - [E=KG_FORM:{ending},E=KG_BEST:%{{ENV:KG_NEW}}]"
