"""The bill of materials in CycloneDX JSON: every locked package with its licence and its files' hashes."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.supply.installed import Installed
from scripts.supply.licences import SPDX, Licence
from scripts.supply.lock import Locked

ALGORITHMS = {"sha256": HashAlgorithm.SHA_256, "sha512": HashAlgorithm.SHA_512}


def bill(licences: Iterable[Licence], installed: Mapping[tuple[str, str], Installed], pyproject: str) -> str:
    """The bill as JSON text: no serial number and no time, so that the same lock files give the same bytes.

    What only tests and tools use has the scope `excluded`. Raises ValueError where CycloneDX's schema refuses it.
    """
    licences = list(licences)
    project: dict[str, Any] = tomllib.loads(pyproject)["project"]
    root = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION, bom_ref=project["name"],
        description=project["description"], licenses=[_licence(project["license"])],
    )  # fmt: skip
    bom = Bom()
    bom.serial_number = None  # type: ignore[assignment]  # the library insists on a random one
    bom.metadata.timestamp = None  # type: ignore[assignment]  # and on the clock
    bom.metadata.component = root
    components = {one.package.pin: _component(one) for one in licences}
    bom.components.update(components.values())
    in_run = {one.package.name: components[one.package.pin] for one in licences if "run" in one.package.locks}
    direct = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    bom.register_dependency(root, [in_run[name] for name in sorted(direct) if name in in_run])
    for one in licences:
        bom.register_dependency(components[one.package.pin], _needed(one.package, licences, components, installed))
    text: str = JsonV1Dot6(bom).output_as_string(indent=2)
    refused = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if refused:
        raise ValueError(f"the bill of materials is not as CycloneDX's schema says: {refused}")
    return text + "\n"


def write_bill(file: Path, text: str) -> None:
    """Write the bill beside its place, and put it there whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def _component(one: Licence) -> Component:
    package = one.package
    namespace, _, name = package.name.rpartition("/")
    address = PackageURL(package.kind, namespace or None, name, package.version)
    hashes = [
        HashType(alg=ALGORITHMS[algorithm], content=digest)
        for algorithm, _, digest in (line.partition(":") for line in sorted(package.hashes))
    ]
    # Each hash is that of one file which may be installed (a wheel for each system, the sources): of the component
    # itself there is none, so they stand with its distribution, whose address is left to whoever installs it.
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION, url=XsUri(address.to_string()), hashes=hashes,
        comment="the files that the lock file allows, one hash each",
    )  # fmt: skip
    return Component(
        name=name, group=namespace or None, version=package.version, type=ComponentType.LIBRARY,
        bom_ref=address.to_string(), purl=address, external_references=[files],
        licenses=[_licence(one.expression)] if one.expression else [],
        scope=ComponentScope.REQUIRED if "run" in package.locks else ComponentScope.EXCLUDED,
        properties=[Property(name="readout:locks", value=" ".join(sorted(package.locks)))],
    )  # fmt: skip


def _licence(expression: str) -> DisjunctiveLicense | LicenseExpression:
    if len(SPDX.parse(expression).symbols) == 1 and " " not in expression:
        return DisjunctiveLicense(id=expression)
    return LicenseExpression(expression)


def _needed(
    package: Locked,
    licences: Iterable[Licence],
    components: Mapping[str, Component],
    installed: Mapping[tuple[str, str], Installed],
) -> list[Component]:
    """The locked packages that a package needs, from the lock files that it stands in itself."""
    here = installed.get((package.name, package.version))
    if package.kind == "npm" or here is None:
        return []
    wanted = set(here.requires)
    return [
        components[other.package.pin]
        for other in licences
        if other.package.name in wanted and other.package.kind == package.kind and other.package.locks & package.locks
    ]
