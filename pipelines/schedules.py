"""When a pass runs by itself."""

import dagster as dg

HOUR_BEFORE_WORK = "0 5 * * *"


def build(job: str, zone: str) -> dg.ScheduleDefinition:
    """Daily, early in the company's own morning; it runs from the first start of `leitstand up`."""
    return dg.ScheduleDefinition(
        name="daily",
        job_name=job,
        cron_schedule=HOUR_BEFORE_WORK,
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
