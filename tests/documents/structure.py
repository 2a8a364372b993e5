"""What a tagged PDF must hold to, read from the file itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf


def elements(node: Any) -> Iterator[Any]:
    """Every element of the structure, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


def numbers(tree: Any) -> dict[int, Any]:
    """The tree of numbers as a dictionary; its limits must tell the truth."""
    found: dict[int, Any] = {}
    for leaf in tree.Kids:
        keys = [int(key) for key in list(leaf.Nums)[::2]]
        assert [min(keys), max(keys)] == [int(limit) for limit in leaf.Limits]
        assert not found.keys() & set(keys)
        found |= dict(zip(keys, list(leaf.Nums)[1::2], strict=True))
    assert list(found) == sorted(found)
    return found


def marked(page: pikepdf.Page) -> list[int]:
    """The numbers of the marked content that this page draws."""
    return [
        int(operands[1].MCID)
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary)
        if "/MCID" in operands[1]
    ]


def check(pdf: pikepdf.Pdf) -> int:
    """Every mark leads to an element on its own page, and every header name to one header. Returns the marks."""
    root = pdf.Root.StructTreeRoot
    assert [str(one.S) for one in root.K] == ["/Document"]
    assert root.K[0].P.objgen == root.objgen
    tree = numbers(root.ParentTree)
    total = 0
    for page in pdf.pages:
        parents = tree[int(page.StructParents)]
        for mark in marked(page):
            element = parents[mark]
            assert element.Pg.objgen == page.obj.objgen
            assert mark in [int(one) for one in element.K if not isinstance(one, pikepdf.Object)]
            total += 1
    assert len({int(page.StructParents) for page in pdf.pages}) == len(pdf.pages)
    _headers(root)
    return total


def _headers(root: Any) -> None:
    every = list(elements(root.K))
    names = Counter(str(one.ID) for one in every if "/ID" in one)
    assert set(names.values()) <= {1}
    asked = [name for one in every if "/A" in one for name in one.A.get("/Headers", ())]
    assert {str(name) for name in asked} <= set(names)
    cells = [one for one in every if str(one.S) == "/TD"]
    assert all(len(one.A.Headers) for one in cells)
    heads = [one for one in every if str(one.S) == "/TH"]
    assert all(str(one.A.Scope) in ("/Row", "/Column") for one in heads)
    if names:
        found = list(root.IDTree.Kids)
        listed = [str(name) for leaf in found for name in list(leaf.Names)[::2]]
        assert listed == sorted(listed, key=str.encode)
        assert set(listed) == set(names)
