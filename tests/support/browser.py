"""The browser of this machine."""

import shutil

#: Nothing in the background, nothing over the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str | None:
    """Where Chromium is, if anywhere."""
    return next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
