"""What planners assume of people's time: the section [capacity].

[capacity]
availability = 0.85      # of the time on shift; the rest is breaks, meetings, and work that no message shows
hours_per_person = 35    # on shift a week: what one more person adds
planned_growth = 0.30    # of contacts a quarter, beside the growth that was observed
"""

from typing import Annotated

from pydantic import Field

from warehouse.configuration.sections import Section


class CapacitySection(Section):
    """[capacity]."""

    availability: Annotated[float, Field(gt=0, le=1)] = 1.0
    hours_per_person: Annotated[float, Field(gt=0, le=80)] = 35.0
    planned_growth: Annotated[float, Field(gt=-0.9, le=5)] = 0.30
