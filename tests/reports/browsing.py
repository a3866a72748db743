"""Reports as web pages, looked at by real tools where they are installed: axe-core in Chromium, the Nu HTML checker.

    python -m tests.reports.browsing [PAGE…]

Without a page, those of all specimens are made first.  Prints what was checked and what could not be; exit status 1
when a tool finds something.  What needs no tools is held by test_web.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf

ROOT = Path(__file__).resolve().parents[2]
SPECIMENS = ROOT / "exports" / "specimens"
TOOLS = ROOT / ".tools" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=60000",
)  # fmt: skip

NARROW = 320
"""CSS pixels to which a page must reflow without scrolling sideways (WCAG 2.2, 1.4.10)."""

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_RUN_AXE = """axe.run(document, {resultTypes: ["violations"]}).then(found => tell({
  passes: found.passes.length,
  faults: found.violations.map(each => each.id + ": " + each.help + ": " + each.nodes.map(node => node.html).join(" "))
}))"""
_TELL = """function tell(what) {
  const out = document.createElement("pre"); out.id = "told"; out.textContent = JSON.stringify(what);
  document.documentElement.appendChild(out)
}"""


def browsed(page: str) -> dict[str, Any]:
    """What a script of *page* tells when Chromium opens it."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [CHROMIUM, *QUIET, f"--user-data-dir={place}/profile", "--dump-dom", file.as_uri()]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout.decode("utf-8", "replace"), re.DOTALL)
    if told is None:
        raise RuntimeError(f"Chromium told nothing: {done.stderr.decode('utf-8', 'replace')[-400:]}")
    return dict(json.loads(html.unescape(told[1])))


def scripted(page: str, script: str) -> str:
    """The page with its policy against scripts taken out and *script* put in: only the policy itself is not tested."""
    assert _POLICY.search(page), "the page has a policy"
    scripts = f"<script>{_TELL}</script><script>{script}</script>"
    return _POLICY.sub("", page).replace("</body>", f"{scripts}</body>")


def by_axe(page: str) -> list[str]:
    """What axe-core finds in the page in light colours, and where it holds charts in dark ones too."""
    axe = AXE.read_text(encoding="utf-8")
    dark = page.replace("@media (prefers-color-scheme:dark)", "@media all")
    assert dark != page, "the page has dark colours"
    found = []
    colours = [("light", page), ("dark", dark)] if "<svg" in page else [("light", page)]  # the fullest pages
    for name, each in colours:
        told = browsed(scripted(each, f"{axe};{_RUN_AXE}"))
        found += [f"axe-core, {name}: {fault}" for fault in told["faults"]]
        if told["passes"] < 20:
            found.append(f"axe-core, {name}: only {told['passes']} rules had anything to look at")
    return found


def at_narrow(page: str) -> list[str]:
    """Whether the page scrolls sideways in a window as narrow as a telephone."""
    inside = html.escape(scripted(page, ""), quote=True)
    frame = f'<iframe width="{NARROW}" height="800" srcdoc="{inside}"></iframe>'
    script = """onload = () => { const page = document.querySelector("iframe").contentDocument.scrollingElement
      tell({wide: page.scrollWidth, window: page.clientWidth}) }"""
    told = browsed(f"<!DOCTYPE html><body>{frame}<script>{_TELL}</script><script>{script}</script></body>")
    if told["wide"] <= told["window"] and told["window"] > NARROW - 30:
        return []
    return [f"at {NARROW} pixels the page is {told['wide']} wide in a window of {told['window']}"]


def in_print(file: Path) -> list[str]:
    """Whether each sheet that Chromium prints begins and ends with the marking, and says it nowhere twice."""
    marking = re.search(r'<p class="marking">(.*?)</p>', file.read_text(encoding="utf-8"))
    assert marking is not None, "the page has a marking"
    said = _close(html.unescape(marking[1]))
    with tempfile.TemporaryDirectory() as place:
        out = f"{place}/printed.pdf"
        options = (f"--user-data-dir={place}/profile", "--no-pdf-header-footer", f"--print-to-pdf={out}")
        subprocess.run([CHROMIUM, *QUIET, *options, file.as_uri()], capture_output=True, check=False, timeout=120)
        sheets = [page.extract_text() for page in pypdf.PdfReader(out).pages]
    found = []
    for number, sheet in enumerate(sheets, 1):
        lines = _close(re.sub(r"Page \d+ of \d+", "", sheet))
        marks = lines.count(said) - lines.count(f"{said}.")  # a sentence of the report may say it, too
        if marks != 2 or not lines.startswith(said) or not lines.endswith(said):
            found.append(f"printed, sheet {number} of {len(sheets)} is not marked at its head and its foot, once each")
    return found


def _close(text: str) -> str:
    return re.sub(r"\s+", "", text)


def by_checker(file: Path) -> list[str]:
    """What the Nu HTML checker calls an error."""
    command = ["java", "-jar", str(CHECKER), "--errors-only", "--stdout", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    return [line for line in done.stdout.decode("utf-8", "replace").splitlines() if ": error:" in line]


def pages(given: list[str], place: Path) -> Iterator[Path]:
    """The pages to look at: those given, or one of each specimen."""
    if given:
        yield from map(Path, given)
        return
    from tracker.reports import formats
    from tracker.reports.document import document

    for specimen in sorted(SPECIMENS.glob("*.md")):
        page = place / f"{specimen.stem}.html"
        page.write_bytes(formats.made("html", document(specimen.read_text(encoding="utf-8"), specimen.name)))
        yield page


def main(given: list[str]) -> int:
    """Look at each page with every tool that is there."""
    browser = bool(CHROMIUM) and AXE.is_file()
    checker = bool(shutil.which("java")) and CHECKER.is_file()
    if not browser:
        print("Not checked here, for want of Chromium or axe-core: accessibility in a browser, reflow, print.")
    if not checker:
        print("Not checked here, for want of Java or the Nu HTML checker: that the HTML is valid.")
    faults = []
    with tempfile.TemporaryDirectory() as place:
        for file in pages(given, Path(place)) if browser or checker else ():
            page = file.read_text(encoding="utf-8")
            found = [*by_axe(page), *at_narrow(page), *in_print(file)] if browser else []
            found += by_checker(file) if checker else []
            print(f"{file.name}: {len(found) or 'no'} fault{'' if len(found) == 1 else 's'}")
            faults += found
    print(*faults, sep=os.linesep)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
