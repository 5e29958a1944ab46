"""Backups: database and objects of one moment in one file, and the way back into an empty instance.

The file is a ZIP archive that ordinary tools can read::

    objects/resumes/…    the objects that the database's rows point to
    database.dump        what pg_dump writes in its custom format
    SHA256SUMS           of all the above, as `sha256sum --check` reads it
    manifest.json        what is in it, and by which versions it was made

``archive`` knows this shape, ``programs`` runs PostgreSQL's programs, ``taking`` and ``restoring`` do what they say,
``upgrading`` keeps those that are taken before migrations.
"""
