"""The browser of this machine."""

import shutil
from typing import Any

#: Nothing in the background, and of the network only this machine.
FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str | None:
    """Where Chromium is, if anywhere; first the one without a window, which draws the same for less."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next((path for name in names if (path := shutil.which(name))), None)


#: A desktop and a phone.
WIDTHS = (1440, 375)


def look(page: Any) -> None:
    """Look at the page as it stands on a desktop and on a phone: it has one heading, and nothing sticks out.

    The page goes back to its own width, with all that was typed.
    """
    own = page.viewport_size
    for width in (*(other for other in WIDTHS if other != own["width"]), own["width"]):
        page.set_viewport_size({"width": width, "height": own["height"]})
        # A page that was asked for may not have come yet.
        page.locator("h1").first.wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} wide at {width}"
