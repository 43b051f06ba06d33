"""What the lines of a news page are: one small rule for each piece.

A rule takes one line, normalised and without outer white space, and looks at nothing else; those
of `agency_amid` and `photo_credits` find their piece amid running text.
"""

from data.page.pieces.credits import is_agency, is_caption, photo_credits
from data.page.pieces.datelines import Dateline, agency_amid, dateline
from data.page.pieces.footer import (
    footer_label,
    is_button,
    is_comment_count,
    is_dated_link,
    is_hashtag_row,
    is_link,
    link_card,
    opens_footer,
    opens_links,
    opens_tags,
)
from data.page.pieces.header import (
    breadcrumbs_end,
    is_home_link,
    is_timestamp,
    printed_section,
    publisher_name,
    split_timestamp,
    timestamp_date,
)
from data.page.pieces.names import is_byline, is_email, is_pen_name, is_place, names_source
from data.page.pieces.prose import end_mark, ends_sentence, is_headline, is_prose

__all__ = [
    "Dateline",
    "agency_amid",
    "breadcrumbs_end",
    "dateline",
    "end_mark",
    "ends_sentence",
    "footer_label",
    "is_agency",
    "is_button",
    "is_byline",
    "is_caption",
    "is_comment_count",
    "is_dated_link",
    "is_email",
    "is_hashtag_row",
    "is_headline",
    "is_home_link",
    "is_link",
    "is_pen_name",
    "is_place",
    "is_prose",
    "is_timestamp",
    "link_card",
    "names_source",
    "opens_footer",
    "opens_links",
    "opens_tags",
    "photo_credits",
    "printed_section",
    "publisher_name",
    "split_timestamp",
    "timestamp_date",
]
