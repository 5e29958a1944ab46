"""Names of uploaded files, made safe to store, to show, and to send in a header (CONTRACT, "Resume")."""

import re
import unicodedata

DEFAULT = "resume.pdf"
SUFFIX = ".pdf"
MAX_BYTES = 200
"""The most a name may take in UTF-8: file systems allow 255, and browsers append " (1)"."""

FORBIDDEN = re.compile(r'[<>:"|?*]')  # in the names of files, on Windows
# Controls, halves of characters, line ends, private and unassigned code points; and format characters, which
# can turn a name's letters round (U+202E) or hide. The two joiners are part of how some languages are spelt.
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
EDGES = ". " + JOINERS


def clean(name: str) -> str:
    """The name that a PDF is kept and offered under: ``../../Maya\\u202e's CV`` becomes ``Maya's CV.pdf``.

    Never empty, never a path, at most ``MAX_BYTES``, in NFC, and ending in ``.pdf``; cleaning it again changes nothing.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(" " if character.isspace() else character for character in name)
    name = "".join(
        character for character in name if character in JOINERS or unicodedata.category(character) not in UNSEEN
    )
    name = FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).rstrip(EDGES)
    if name.lower().endswith(SUFFIX):
        name, suffix = name[: -len(SUFFIX)], name[-len(SUFFIX) :]
    else:
        suffix = SUFFIX
    stem = " ".join(name.encode()[: MAX_BYTES - len(SUFFIX)].decode(errors="ignore").split()).strip(EDGES)
    return stem + suffix if stem else DEFAULT
