"""The sources of a company as connectors, the models that it needs, and where those pushed to find what came."""

from connectors import registry
from connectors.errors import SettingsError
from connectors.kept_tokens import KeepsTokens
from connectors.page import Connector
from connectors.webhook_signature import Pushed
from pipelines.var_folder import VarFolder
from warehouse import catalog
from warehouse.catalog import Catalog
from warehouse.company import Company, ConfigError


def connect(company: Company) -> dict[str, Connector]:
    """A connector for each source of the company.

    Raises:
        ConfigError: a line for each source whose settings its connector can't use.
    """
    connectors, problems = {}, []
    for name, source in company.sources.items():
        try:
            connectors[name] = registry.connect(name, source.type, source.settings, base=company.base)
        except SettingsError as error:
            problems.append(f"{company.path.name}: [sources.{name}] {error}")
    if problems:
        raise ConfigError(problems)
    return connectors


def models_of(company: Company) -> Catalog:
    """The models and metrics that are made for this company: not those that interpret what it has no source of."""
    return catalog.load(types={source.type for source in company.sources.values()})


def pushed(company: Company) -> dict[str, Pushed]:
    """The sources that are pushed to, by name.

    Raises:
        ConfigError: as `connect`.
    """
    return {name: source for name, source in connect(company).items() if isinstance(source, Pushed)}


def reading_here(var: VarFolder, name: str, connector: Connector) -> Connector:
    """The connector of source `name`, with this var folder for what it was pushed, or for tokens that it was given."""
    if isinstance(connector, Pushed):
        return connector.reading_from(var.inbox / name)
    return connector.keeping_in(var.tokens / name) if isinstance(connector, KeepsTokens) else connector
