"""The last steps: what must hold before anything is published, as asset checks that block; then publishing."""

from collections.abc import Iterator, Sequence

import dagster as dg

from pipelines.one_pass import OnePass
from warehouse.catalog import Catalog
from warehouse.database import CheckResult

GROUP = "publish"
CHECKS = dg.AssetKey([GROUP, "checks"])
SNAPSHOT = dg.AssetKey([GROUP, "snapshot"])

# Dagster wants to know its checks before they run; the warehouse's own, grouped by how their names begin.
KINDS = {
    "keys_are_unique": ("unique", "No key stands twice in a table."),
    "nothing_is_lost": ("nothing lost", "Every record is in the next layer or among the rejected."),
    "backlog_adds_up": (
        "backlog",
        "What is open equals what was open before, plus what came in, less what went.",
    ),
    "tables_agree": ("", "Tables that say the same thing in two ways say the same."),
}


def build(catalog: Catalog) -> list[dg.AssetsDefinition]:
    """The assets [publish, checks] and, only where its blocking checks pass, [publish, snapshot]."""
    specs = [
        dg.AssetCheckSpec(name, asset=CHECKS, description=description, blocking=True)
        for name, (_, description) in KINDS.items()
    ]

    @dg.asset(
        key=CHECKS,
        deps=[key.split(".") for key in catalog.models],
        group_name=GROUP,
        description="Everything that must hold before a snapshot is published.",
        check_specs=specs,
        required_resource_keys={"one_pass"},
    )
    def checks(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        one_pass: OnePass = context.resources.one_pass
        return dg.MaterializeResult(check_results=list(_grouped(one_pass.check())))

    @dg.asset(
        key=SNAPSHOT,
        deps=[CHECKS],
        group_name=GROUP,
        description="The published snapshot: a new file in var/serving, and CURRENT pointing to it.",
        required_resource_keys={"one_pass"},
    )
    def snapshot(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        one_pass: OnePass = context.resources.one_pass
        path = one_pass.publish()
        return dg.MaterializeResult(metadata={"file": path.name, "bytes": path.stat().st_size})

    return [checks, snapshot]


def _grouped(results: Sequence[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    for kind in KINDS:
        members = [result for result in results if _kind(result) == kind]
        failed = [result for result in members if not result.ok]
        blocks = any(result.blocking for result in failed)
        yield dg.AssetCheckResult(
            check_name=kind,
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
            metadata={result.name: result.detail for result in (*failed, *members)},
        )


def _kind(result: CheckResult) -> str:
    return next(kind for kind, (beginning, _) in KINDS.items() if result.name.startswith(beginning))
