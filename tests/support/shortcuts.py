"""What costs the whole run dearly and is asked of no test: it is done as before, only with less of it."""

import pytest


def hash_passwords_quickly(patch: pytest.MonkeyPatch) -> None:
    """The same kind of hash with the least work that it allows: no test is about what guessing costs."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    patch.setattr(Argon2PasswordHasher, "time_cost", 1)
    patch.setattr(Argon2PasswordHasher, "memory_cost", 8)
    patch.setattr(Argon2PasswordHasher, "parallelism", 1)


def find_static_files_once(patch: pytest.MonkeyPatch) -> None:
    """Each client makes the middleware anew; the files that it finds are the same for all."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    find = WhiteNoiseMiddleware.add_files_from_finders
    found = {}

    def find_or_take(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_or_take)
