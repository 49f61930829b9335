"""What is watched while `leitstand up` runs."""

import dagster as dg

from pipelines import instance


@dg.sensor(minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING)
def killed_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Marks runs whose process was killed as failed, so that the queue moves on."""
    count = instance.mark_dead_runs(context.instance)
    return dg.SkipReason(f"{count} runs had been killed")
