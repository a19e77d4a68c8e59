"""The words by which documents speak of pages, without case and separators."""

from __future__ import annotations

import re
from typing import Final

PAGE: Final = frozenset("page pageindex pageno pagenum pagenumber".split())
SIZE: Final = frozenset("""
    count itemsperpage limit maxitems maxpagesize maxresults numperpage pagelimit
    pagesize perpage resultsperpage size take top
    """.split())
OFFSET: Final = frozenset("offset pageoffset skip".split())
CURSOR: Final = frozenset("""
    after aftercursor bookmark continuation continuationtoken cursor marker nextcursor
    nextpagetoken nexttoken pageafter pagecursor pagetoken paginationtoken startcursor
    startingafter
    """.split())

NEXT: Final = frozenset("""
    cursornext nextafter nextbookmark nextcontinuationtoken nextcursor nextmarker
    nextpagecursor nextpagetoken nextstartingafter nexttoken
    """.split())
SAME: Final = frozenset("bookmark continuationtoken paginationtoken".split())
"""What is called the same where it is answered and where it is asked for."""
LINK: Final = frozenset("""
    next nexthref nextlink nextpage nextpagelink nextpageuri nextpageurl nexturi nexturl
    odatanextlink
    """.split())
MORE: Final = frozenset("""
    hasmore hasmoreitems hasmoreresults hasnext hasnextpage istruncated more moreresults
    """.split())
LAST: Final = frozenset("""
    lastpage numberofpages numpages pagecount pages pagetotal totalpagecount totalpages
    """.split())
TOTAL: Final = frozenset("""
    total totalcount totalelements totalentries totalhits totalitems totalrecords
    totalresults
    """.split())
CONTAINERS: Final = frozenset("""
    cursors link links meta metadata next page pageinfo pager pages paginate pagination
    paging responsemetadata
    """.split())
WRAPPERS: Final = frozenset("body data payload response result".split())
ITEMS: Final = frozenset("""
    content data elements entities entries items list objects records resources results
    rows value values
    """.split())
COMPANIONS: Final = frozenset("""
    aggregations errors facets included includes links messages notices sort warnings
    """.split())
"""Lists that come with the items of a page."""


def plain(name: str) -> str:
    """A name without case and separators: ``page[number]`` as ``pagenumber``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
