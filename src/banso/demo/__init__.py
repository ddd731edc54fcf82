"""The demonstration portfolio: a national organisation's work since fiscal year 2021, made from a seed.

How it is made:

1. *Configuration* is loaded as it ships. The portfolio refers to it by code.
2. *People*: 50 offices with staff and a manager, head office, 350 experts, a chamber in every prefecture.
3. *Firms* are drawn with trade, size and place, and with an ability and a keenness that are never stored.
4. *Demand*: each firm gets the days on which it asks at the window and on which it applies.
5. *Intake*, in order of time: needs are taken out, answered or proposed, taken on, settled.
6. *Selection*, in order of time: draft with goal and own efforts, screening, determination.
7. *Casework*, in order of opening: spot cases from needs, the others from adopted applications, with stages,
   gates, hours within each expert's month, exports drawn from ability and keenness, end, follow-ups.
8. *Decisions of the policy*: each determination and each gate is judged by the version in force when it was
   applied for, and stored with it; since the reform deciders mostly follow what it says.
9. *Answers*: firms of the survey's frame are drawn and answer so that every published count comes out, by
   rank and cut; the form's own validator cleans them.
10. All rows and the chained journal are written in one transaction.
11. What the system finds or proposes by itself (the plan of the week, reminders) and what few people did on
    the last days (mergers, hand-overs, corrections) goes through the services of the pages; then the search
    index is made, and the database is marked.

Nothing happens on the portfolio's own day: it is that morning, and the day's work lies open. Every step has
a stream of chance of its own, so that a change in one leaves the others as they are. The same seed, size and
day give the same rows, byte for byte.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banso.demo.models import Portfolio


def load(*, firms: int, seed: int, as_of: date) -> Portfolio:
    """Load the portfolio into an empty, migrated database; see ``banso.demo.loader.load_portfolio``."""
    # Imported here: Django imports this package before its models may be.
    from banso.demo.loader import load_portfolio

    return load_portfolio(firms=firms, seed=seed, as_of=as_of).portfolio
