"""How much of an upload is kept: nothing of a visitor's, and of everybody else's no more than the largest file we take."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 100 * 1024 * 1024  # of all files of one request: the Department's file of schools


class Bounded(FileUploadHandler):
    """Stands before Django's own. What is too much is counted and not kept, so that the form can say so."""

    taken = 0
    is_over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.taken += len(raw_data)
        self.is_over = self.is_over or self.taken > self.most
        return None if self.is_over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, empty and with its true size, where it was too much; else another keeps it."""
        if not self.is_over:
            return None
        kept = io.BytesIO()
        return InMemoryUploadedFile(
            kept,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            max(file_size, MOST_BYTES + 1),
            self.charset,
        )

    @property
    def most(self) -> int:
        """No page that a visitor may open takes a file."""
        user = getattr(self.request, "user", None)
        return MOST_BYTES if user is not None and user.is_authenticated else 0
