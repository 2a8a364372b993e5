"""Writes a PDF from beginning to end without ever holding it: objects go out as they come, packed by the hundred."""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from struct import Struct
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Dictionary

PACKED = 200  # objects in one stream of objects
# A line in the table of objects: its kind, where it lies, and as which of a pack.
LINE, WIDTHS = Struct(">BIH"), b"[ 1 4 2 ]"
FREE, PLAIN, IN_A_PACK = 0, 1, 2
# A text is passed over as it is; what stands outside of one and looks like a reference is one.
REFERENCE = re.compile(rb"\((?:[^\\()]+|\\.)*\)|(\d+) \d+ R", re.S)


class Writer:
    """A file in the making. Only where its objects lie is kept in mind: a few bytes for each."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.length = 0
        self.told = sha256()
        self.places = bytearray(LINE.pack(FREE, 0, 65535))
        self.pack: list[tuple[int, bytes]] = []
        self.streams: dict[bytes, int] = {}
        self._write(b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n")

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self.places += bytes(LINE.size)
        return len(self.places) // LINE.size - 1

    def put(self, number: int, text: bytes) -> int:
        self.pack.append((number, text))
        if len(self.pack) == PACKED:
            self._put_pack()
        return number

    def put_stream(self, number: int, about: bytes, data: bytes) -> int:
        """`about` is its dictionary without the length and without its brackets."""
        self._note(number, PLAIN, self.length, 0)
        head = b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, about, len(data))
        self._write(head + data + b"\nendstream\nendobj\n")
        return number

    def put_once(self, about: bytes, data: bytes) -> int:
        """A stream that many pieces carry, such as a font, is written once."""
        mark = sha256(b"%d %s%s" % (len(about), about, data)).digest()
        if mark not in self.streams:
            self.streams[mark] = self.put_stream(self.reserve(), about, data)
        return self.streams[mark]

    def finish(self, trailer: bytes) -> None:
        """The table of objects and what leads to the first of them."""
        self._put_pack()
        number, start, name = self.reserve(), self.length, self.told.hexdigest()[:32].encode()
        self._note(number, PLAIN, start, 0)
        about = b"/Type /XRef /Size %d /W %s %s /ID [ <%s> <%s> ] /Filter /FlateDecode"
        said = about % (number + 1, WIDTHS, trailer, name, name)
        self.put_stream(number, said, zlib.compress(self.places))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _put_pack(self) -> None:
        if not self.pack:
            return
        number, texts, index, at = self.reserve(), [], [], 0
        for place, (one, text) in enumerate(self.pack):
            self._note(one, IN_A_PACK, number, place)
            index.append(b"%d %d" % (one, at))
            texts.append(text)
            at += len(text) + 1
        first = b" ".join(index) + b"\n"
        about = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(texts), len(first))
        self.pack = []
        self.put_stream(number, about, zlib.compress(first + b"\n".join(texts)))

    def _note(self, number: int, kind: int, where: int, which: int) -> None:
        LINE.pack_into(self.places, number * LINE.size, kind, where, which)

    def _write(self, data: bytes) -> None:
        self.out.write(data)
        self.told.update(data)
        self.length += len(data)


class Copy:
    """An open file whose objects go into the one being written: each when something first refers to it."""

    def __init__(self, pdf: pikepdf.Pdf, writer: Writer) -> None:
        self.pdf, self.writer = pdf, writer
        self.numbers: dict[int, int] = {}
        self.stands: dict[int, Any] = {}
        self.waiting: list[tuple[int, Any]] = []

    def is_known_as(self, one: Any, number: int) -> None:
        """What refers to this object refers to that number; the object itself is not written."""
        self.numbers[one.objgen[0]] = number

    def stand_in(self, number: int) -> Any:
        """An object to refer to in place of one that is not in this file."""
        if number not in self.stands:
            self.stands[number] = self.pdf.make_indirect(Dictionary())
            self.is_known_as(self.stands[number], number)
        return self.stands[number]

    def number_of(self, one: Any) -> int:
        """Its number in the file being written, where it will be by the time of `write_out`."""
        return self._number(one.objgen[0])

    def write_out(self) -> None:
        """Everything that has been referred to, and what that refers to in its turn."""
        while self.waiting:
            number, one = self.waiting.pop()
            self.writer.put(number, self.text_of(one))

    def text_of(self, one: Any) -> bytes:
        """The object as it is written, with the numbers of the new file."""
        return REFERENCE.sub(self._referred, one.unparse(resolved=True))

    def inside(self, one: Any, *without: str) -> bytes:
        """A dictionary without its brackets, and without some of its keys."""
        for key in without:
            if key in one:
                del one[key]
        return self.text_of(one).strip()[2:-2].strip()

    def _referred(self, found: re.Match[bytes]) -> bytes:
        theirs = found[1]
        return b"%d 0 R" % self._number(int(theirs)) if theirs else found[0]

    def _number(self, theirs: int) -> int:
        known = self.numbers.get(theirs)
        return known if known is not None else self._new(theirs)

    def _new(self, theirs: int) -> int:
        """A stream is written at once; what else has been referred to waits for its turn."""
        one = self.pdf.get_object(theirs, 0)
        if isinstance(one, pikepdf.Stream):
            about = self.inside(one.stream_dict, "/Length")
            number = self.writer.put_once(about, one.read_raw_bytes())
        else:
            number = self.writer.reserve()
            self.waiting.append((number, one))
        self.numbers[theirs] = number
        return number
