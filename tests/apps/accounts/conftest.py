import pytest


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    """What rate limits counted in an earlier test is forgotten."""
    from django.core.cache import cache

    cache.clear()
