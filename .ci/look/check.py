"""Looks at the report for browsers and at pages of the site in Chromium, narrow and wide, light and
dark.

`check.py BROWSER PROGRAM SITE PICTURES` writes a picture of each and fails if a page scrolls
sideways, is light on a dark system, or has text that is faint or on top of other text.
"""

import functools
import html
import http.server
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGES = [
    ("report.html", "body"),
    ("spoiled.html", "body"),
    ("site/index.html", "article"),
    ("site/command-line/index.html", "article"),
    ("site/rules/quantity-mismatch/index.html", "article"),
    ("site/comparison/index.html", "article"),
]
# What the measurement must notice: one that notices nothing proves nothing.
SPOILED = """<style>body { color: #ccc; background: #aaa; width: 2000px }</style>
<h1 style="margin: 0; height: 2px">A heading</h1><p style="margin: 0">A text</p>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def prepare(folder, program, site):
    for name in ["frame.html", "measure.js"]:
        shutil.copy(HERE / name, folder)
    shutil.copytree(site, folder / "site")
    documents = ["fixtures/sample/broken.xml", "fixtures/base/distribution-2020-05-31.xml"]
    command = [program, "check", "--isolated", "--format", "html", *documents]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    report = run.stdout.decode()
    (folder / "report.html").write_text(report, encoding="utf-8")
    (folder / "spoiled.html").write_text(report.replace("</head>", SPOILED), encoding="utf-8")


def look(browser, folder, address, width, is_dark, picture):
    """The troubles of a page."""
    arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder}/profile",
        f"--window-size={max(width, 500)},1400",
        f"--blink-settings=preferredColorScheme={0 if is_dark else 1}",
        "--virtual-time-budget=10000",
    ]
    shot = [browser, *arguments, f"--screenshot={picture}", address]
    subprocess.run(shot, capture_output=True, check=True, timeout=120)
    dump = [browser, *arguments, "--dump-dom", address]
    run = subprocess.run(dump, capture_output=True, check=True, timeout=120)
    result = re.search(r'<pre id="result"[^>]*>(.*?)</pre>', run.stdout.decode(), re.DOTALL)
    return json.loads(html.unescape(result[1])) if result else ["was not measured"]


def main():
    browser, program, site, pictures = sys.argv[1:]
    pictures = Path(pictures).resolve()
    pictures.mkdir(parents=True, exist_ok=True)
    wrong = False
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        prepare(folder, Path(program).resolve(), Path(site).resolve())
        handler = functools.partial(Quiet, directory=place)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/frame.html"
        for page, selector in PAGES:
            for width, is_dark in [(390, False), (390, True), (1200, False), (1200, True)]:
                asked = urlencode({"page": page, "width": width, "in": selector})
                name = page.removesuffix("/index.html").removesuffix(".html").replace("/", "-")
                name += f"-{width}-{'dark' if is_dark else 'light'}"
                found = look(
                    browser, folder, f"{root}?{asked}", width, is_dark, pictures / f"{name}.png"
                )
                if page == "spoiled.html":
                    kinds = ["scrolls sideways", "faint", "overlap"]
                    missed = [it for it in kinds if not any(it in trouble for trouble in found)]
                    found = [f"the measurement does not notice: {it}" for it in missed]
                print(f"{name}: {len(found)} troubles")
                for trouble in found[:20]:
                    print(f"  {trouble}")
                wrong |= bool(found)
    sys.exit(wrong)


main()
