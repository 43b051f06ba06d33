"""The change from one set of live models to another: load, check, agree, swap."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from data.errors import ArtifactError, ChuyenmucError, RefusedVersion, UnknownModel
from model import SectionClassifier
from serve.live.catalogue import Version, choose, find_versions, require
from serve.live.choice import read_choice, state_file, write_whole
from serve.live.crew import Agreement, Order
from serve.live.gently import gently
from serve.registry import Registry
from serve.settings import Settings

logger = logging.getLogger(__name__)


class Change(NamedTuple):
    """A model that another version of it has replaced, in this worker and by order in all."""

    name: str
    version: str
    previous: str
    order: int
    remembered: bool


class Deployment:
    """The live models of this process, and the way to change them in all of its crew.

    Every method blocks while models load: call them outside the event loop.

    Parameters
    ----------
    registry
        What is live before the start: none, but with the metrics to go on with.
    show
        Is given each new registry: from then on that one answers.
    """

    def __init__(
        self,
        settings: Settings,
        agreement: Agreement,
        registry: Registry,
        show: Callable[[Registry], object],
    ) -> None:
        self._settings, self._agreement, self._show = settings, agreement, show
        self._registry = registry
        self._number = 0
        # The turn keeps the processes of a crew apart; this, the threads of one process.
        self._swap = threading.Lock()

    # -- what each process does for itself ---------------------------------------------------------

    def start(self) -> None:
        """Load what the crew agreed on; the first one loads what was chosen, else the newest.

        Raises
        ------
        ArtifactError
            A model that is to be live is not sound.
        UsageError
            The state file is not one.
        """
        order = self._agreement.order()
        chosen = order.chosen if order else read_choice(state_file(self._settings))
        found = find_versions(self._settings.models)
        if order:  # a model that came later waits for a reload, as it does in the other workers
            agreed = [each for each in found if each.name in order.versions]
            versions = _versions(choose(agreed, order.versions))
        else:
            versions = _versions(choose(found, chosen))
        registry = self._registry_of(versions, found)
        if order is None:
            order = Order(1, registry.versions, chosen)
            self._agreement.publish(order)
        self._go_live(registry, order.number)

    def follow(self) -> None:
        """Do what the last order says, if it is not done yet; on a fault go on as before."""
        with self._swap:
            order = self._agreement.order()
            if order is None or order.number == self._number:
                return
            try:
                registry = self._registry_of(order.versions, find_versions(self._settings.models))
            except ChuyenmucError as error:
                logger.error("order %d is not followed: %s", order.number, error)  # noqa: TRY400
                self._number = order.number
                self._report(error.code)
            else:
                self._go_live(registry, order.number)

    # -- what one process does for all -------------------------------------------------------------

    def reload(self) -> None:
        """Look at the disk again and have the crew serve what a start would serve now.

        Raises
        ------
        ChuyenmucError
            A version that would become live is damaged, or the order cannot be given: nothing has
            changed.
        """
        with self._agreement.turn(), self._swap:
            last = self._last_order()
            found = find_versions(self._settings.models)
            registry = self._registry_of(_versions(choose(found, last.chosen)), found)
            if registry.versions != last.versions:
                self._give(last, registry, last.chosen)

    def activate(self, name: str, version: str | None) -> Change:
        """Have the crew serve a version of a model.

        Parameters
        ----------
        version
            Is kept until another is chosen; None means the newest, now and after each reload.

        Raises
        ------
        UnknownModel, UnknownVersion
            There is none on the disk.
        RefusedVersion
            It is damaged, or does not pass its self-test: nothing has changed.
        ActivationBusy, UnwritableState
            Nothing has changed either.
        """
        with self._agreement.turn(), self._swap:
            last = self._last_order()
            if name not in last.versions:
                raise UnknownModel(name, list(last.versions))
            found = find_versions(self._settings.models)
            target = require(found, name, version)
            try:
                registry = self._registry_of({**last.versions, name: target.version}, found)
            except ArtifactError as error:
                raise RefusedVersion(name, target.version, str(error)) from None
            chosen = {other: kept for other, kept in last.chosen.items() if other != name}
            if version is not None:
                chosen[name] = version
            number = self._give(last, registry, chosen)
            return Change(name, target.version, last.versions[name], number, self._remember(chosen))

    # -- the steps ---------------------------------------------------------------------------------

    def _last_order(self) -> Order:
        order = self._agreement.order()
        return order or Order(0, self._registry.versions, {})

    def _registry_of(self, versions: Mapping[str, str], found: list[Version]) -> Registry:
        """The registry of exactly these versions; what is loaded already is not loaded again."""
        loaded = {(each.name, each.version): each for each in self._registry}

        def classifier(name: str, version: str) -> SectionClassifier:
            if (name, version) in loaded:
                return loaded[name, version]
            load = require(found, name, version).load
            return gently(load) if loaded else load()  # at the start nobody is kept waiting

        live = [classifier(*each) for each in versions.items()]
        return Registry(live, self._registry.metrics)

    def _give(self, last: Order, registry: Registry, chosen: Mapping[str, str]) -> int:
        """Give the order to serve what is loaded here, and follow it first."""
        order = Order(last.number + 1, registry.versions, chosen)
        self._agreement.publish(order)
        self._go_live(registry, order.number)
        return order.number

    def _go_live(self, registry: Registry, number: int) -> None:
        before = self._registry.versions
        self._registry, self._number = registry, number
        self._show(registry)
        registry.metrics.show_live(registry)
        for name, version in registry.versions.items():
            if before.get(name) != version:
                logger.info("%s %s is live", name, version)
        self._report()

    def _report(self, fault: str | None = None) -> None:
        try:
            self._agreement.report(self._number, fault)
        except OSError as error:
            logger.warning("the worker's standing cannot be written: %s", error.strerror)

    def _remember(self, chosen: Mapping[str, str]) -> bool:
        """Keep the choice for the next start; tell whether that was possible."""
        path = state_file(self._settings)
        if path is None:
            return False
        try:
            write_whole(path, chosen)
        except OSError as error:
            logger.warning("%s: cannot be written (%s): a restart forgets", path, error.strerror)
            return False
        return True


def _versions(chosen: list[Version]) -> dict[str, str]:
    return {each.name: each.version for each in chosen}
