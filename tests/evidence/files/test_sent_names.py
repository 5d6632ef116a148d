"""File names as browsers and programs write them into a form."""

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.test import RequestFactory

from waymark.evidence.files.names import sent_name


def received(header: bytes) -> str:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename=' + header
    body += b"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n"
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=x")
    assert isinstance(request.POST, QueryDict)
    upload = request.FILES["files"]
    assert isinstance(upload, UploadedFile)
    assert upload.name
    return sent_name(upload.name)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'"plain.pdf"', "plain.pdf"),
        # Browsers write quotation marks as %22, programs with a backslash.
        (b'"He said %22yes%22.txt"', 'He said "yes".txt'),
        (b'"He said \\"yes\\".txt"', 'He said "yes".txt'),
        ('"“AI policy” – Ben\'s.txt"'.encode(), "“AI policy” – Ben's.txt"),
        (b'"semi;colon, comma.txt"', "semi;colon, comma.txt"),
        (b'"one%22quote.txt"', 'one"quote.txt'),
        (b'"one\\"quote.txt"', 'one"quote.txt'),
        (b'"50%25 done.txt"', "50%25 done.txt"),
        (b'"Tom & Jerry.txt"', "Tom & Jerry.txt"),
    ],
)
def test_keeps_the_name_that_was_sent(header: bytes, name: str) -> None:
    assert received(header) == name
