"""BagIt 1.0 (RFC 8493) around a package: its declaration, what it says of itself, and the two lists of files.

The lists are in the order of names; what the files hold is made elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from tracker.model.text import safe
from tracker.reports.package.folder import Building

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"


def put_payload_manifest(building: Building) -> str:
    """Write the list of the files under data and return its SHA-256."""
    building.write(PAYLOAD, _manifest({n: h for n, h in building.hashes.items() if n.startswith("data/")}))
    return building.hashes[PAYLOAD]


def put_tag_manifest(building: Building) -> None:
    """Write the list of all other files; nothing may be added after it."""
    building.write(TAGS, _manifest({n: h for n, h in building.hashes.items() if not n.startswith("data/")}))


def _manifest(hashes: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))


def put_declaration(building: Building, said: Mapping[str, str]) -> None:
    """Write bagit.txt and bag-info.txt, with the size and number of the files under data."""
    sizes = [size for name, size in building.sizes.items() if name.startswith("data/")]
    info = {**said, "Payload-Oxum": f"{sum(sizes)}.{len(sizes)}"}
    building.write("bagit.txt", DECLARATION)
    building.write("bag-info.txt", "".join(f"{label}: {safe(value)}\n" for label, value in info.items()))
