"""The test client of the suite: signs in as a person, and looks at every form that comes back."""

import re
from typing import Any

from django.test import Client

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)


class CheckedClient(Client):
    """A page with a form that writes and has no CSRF token fails the test. ``user`` is who is signed in."""

    user: Any = None

    def request(self, **request: Any) -> Any:
        """The response, its forms checked."""
        response = super().request(**request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page:
            for attributes, inside in _FORM.findall(response.content.decode()):
                if re.search(r"method=[\"']?post", attributes, re.IGNORECASE):
                    assert "csrfmiddlewaretoken" in inside, f"a form without CSRF token: <form{attributes}>"
        return response
