from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig

from banso.web.uploads import RefuseTooLargeHandler


@pytest.fixture
def handler(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    return RefuseTooLargeHandler()


class Untouched(BytesIO):
    def read(self, *args):
        raise AssertionError("nothing is to be read")


def test_an_announced_length_above_the_limit_is_refused_unread(handler):
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(Untouched(), {}, 200_000_000, b"x")


def test_reading_stops_when_more_comes_than_was_announced(handler):
    handler.handle_raw_input(Untouched(), {}, 900, b"x")
    handler.receive_data_chunk(b"x" * 900, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 101, 900)


def test_the_limit_is_for_all_files_of_a_request_together(handler):
    handler.receive_data_chunk(b"x" * 600, 0)
    assert handler.file_complete(600) is None
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 600, 0)


def test_what_is_within_the_limit_is_passed_on(handler):
    assert handler.receive_data_chunk(b"x" * 1000, 0) == b"x" * 1000
