"""The page on top of a sealed package, for people: what it is, from whom to whom, its files, how to verify them."""

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from duban.kernel.clock import ZONE
from duban.kernel.packages import PackageHeader, Part

COVER = "cover.html"

_PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    files("duban.kernel").joinpath("data/package_cover.html").read_text("utf-8")
)


def cover(header: PackageHeader, parts: Sequence[Part]) -> Part:
    """`cover.html` over `parts`, itself a part to be sealed with them. The same bytes for the same package."""
    page = _PAGE.render(header=header, parts=parts, issued=f"{header.issued_at.astimezone(ZONE):%Y-%m-%d %H:%M}")
    return Part.held(COVER, "text/html", page.encode())
