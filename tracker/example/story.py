"""What happens in the example, month by month, from December 2021 to December 2022: all of it made up.

Between them the chapters use every status, rating, kind of decision and kind of evidence, corrections, a late-recorded
batch and an undoing, so that every screen and report can be seen at work.
"""

from __future__ import annotations

from tracker.example.chapters_equality import mid_december_2022
from tracker.example.chapters_evidence import early_autumn_2022, late_december_2022
from tracker.example.chapters_one import autumn_2021, spring_2022, winter_2022
from tracker.example.chapters_queries import late_autumn_2022
from tracker.example.chapters_two import autumn_2022, december_2022, summer_2022
from tracker.example.teller import Teller


def tell(teller: Teller) -> None:
    """Make the register and let the year pass."""
    teller.open()
    autumn_2021(teller)
    winter_2022(teller)
    spring_2022(teller)
    summer_2022(teller)
    early_autumn_2022(teller)
    autumn_2022(teller)
    late_autumn_2022(teller)
    december_2022(teller)
    late_december_2022(teller)
    mid_december_2022(teller)
