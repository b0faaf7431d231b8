"""Taking in what a browser sends (接收上传): never more on the disk than the site keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from jixiao.web.documents.keeping import too_large


class LimitedFile(TemporaryUploadedFile):
    """An upload that refuses to be read where it was larger than the limit."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes. Raises :class:`TooLarge`."""
        if (self.size or 0) > settings.UPLOAD_LIMIT:
            raise too_large(self.name or "")
        return super().chunks(chunk_size)


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes up to the limit and counts the rest, so that the refusal can be a sentence."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file of the request begins."""
        super().new_file(*args, **kwargs)
        self.file.close()
        self.file = LimitedFile(
            self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next bytes of it."""
        if start <= settings.UPLOAD_LIMIT:
            super().receive_data_chunk(raw_data, start)
