"""Imports run one way: from app to app, and inside an app from what answers requests down to what holds data."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.conf import settings

APPS = ("accounts", "search", "tracking")
LEAVES = {
    "jobtracker.admin",
    "jobtracker.api",
    "jobtracker.binary",
    "jobtracker.commands",
    "jobtracker.fields",
    "jobtracker.form_views",
}


def imports(app: str) -> dict[str, set[str]]:
    """What each module or package right below ``app`` ("search.domain") imports of the project, itself left out."""
    found: dict[str, set[str]] = {}
    root = Path(settings.BASE_DIR)
    for path in (root / app).rglob("*.py"):
        module = path.relative_to(root).with_suffix("").parts
        if "migrations" in module or len(module) < 2:
            continue
        package = module[:-1]  # for __init__.py, too
        names = found.setdefault(".".join(module[:2]), set())
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = package[: len(package) - node.level + 1] if node.level else ()
                origin = ".".join([*start, *([node.module] if node.module else [])])
                names.update(f"{origin}.{alias.name}" for alias in node.names)
    ours = (*APPS, "jobtracker")
    parts = {own: {".".join(name.split(".")[:2]) for name in names} for own, names in found.items()}
    return {own: {name for name in names - {own} if name.split(".")[0] in ours} for own, names in parts.items()}


@pytest.mark.parametrize(
    ("app", "may_import"),
    [("accounts", {"accounts"}), ("search", {"accounts", "search"}), ("tracking", {"accounts", "search", "tracking"})],
)
def test_apps_import_only_what_stands_below_them(app, may_import):
    imported = set().union(*imports(app).values())

    assert {name for name in imported if name.split(".")[0] not in may_import} - LEAVES == set()


@pytest.mark.parametrize("app", APPS)
def test_no_module_of_an_app_is_imported_by_what_it_imports(app):
    try:
        order = list(TopologicalSorter(imports(app)).static_order())
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))

    assert order.index(f"{app}.models") < order.index(f"{app}.domain") < order.index(f"{app}.views")


@pytest.mark.parametrize("leaf", sorted(LEAVES))
def test_leaves_import_no_app(leaf):
    assert imports("jobtracker").get(leaf, set()) - LEAVES == set()
