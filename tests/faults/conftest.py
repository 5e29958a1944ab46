import shutil
import tempfile
from pathlib import Path

import pytest

from tests.product import Product


@pytest.fixture
def base():
    """A directory that the servers' account may enter when root starts them."""
    path = Path(tempfile.mkdtemp(prefix="jobtracker-faults-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def product(base) -> Product:
    product = Product(base / "data", base / "static").start()
    yield product
    product.stop()


@pytest.fixture
def token(product) -> str:
    product.manage("create_user", "maya@example.org", stdin="correct horse battery\n")
    return product.manage("create_token", "maya@example.org").stdout.strip()


@pytest.fixture
def report(capsys):
    """Tell a result on the terminal, whatever pytest captures."""

    def tell(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")  # noqa: T201 - what these tests are run for

    return tell
