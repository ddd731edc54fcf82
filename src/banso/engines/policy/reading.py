"""What comes of reading a policy: the policy, or what is wrong with the files."""

from __future__ import annotations

from dataclasses import dataclass

from banso.engines.kernel.faults import Fault
from banso.engines.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy as read and the faults found; ``policy`` is None when it cannot be made out."""

    policy: Policy | None
    faults: tuple[Fault, ...]
