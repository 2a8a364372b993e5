"""The register as a page of rows: searched, filtered, sorted, and each with what it needs, in three questions."""

from accounts_registry.listing.address import wanted_in
from accounts_registry.listing.columns import COLUMNS, Column
from accounts_registry.listing.filters import NEEDS, selected
from accounts_registry.listing.page import Listing, everything, listing
from accounts_registry.listing.rows import Row
from accounts_registry.listing.wanted import AUDIENCES, FILTERS, PAGE, SORTS, STATUS_FILTERS, Wanted

__all__ = [
    "AUDIENCES",
    "COLUMNS",
    "FILTERS",
    "NEEDS",
    "PAGE",
    "SORTS",
    "STATUS_FILTERS",
    "Column",
    "Listing",
    "Row",
    "Wanted",
    "everything",
    "listing",
    "selected",
    "wanted_in",
]
