"""A copied news page -> its pieces, the printed section kept apart."""

from data.page.reading import Page, read_page

__all__ = ["Page", "read_page"]
