"""Fails unless the page of every rule that `rules --format json` prints is in the site."""

import json
import sys
from pathlib import Path

# The last part of the folder is the version, which is in the addresses too.
site = Path(sys.argv[1])
rules = json.load(sys.stdin)
missing = [
    rule["url"]
    for rule in rules
    if not (site / rule["url"].partition(f"/{site.name}/")[2] / "index.html").is_file()
]
if missing or not rules:
    sys.exit("\n".join(["the site does not have the pages of these rules:", *missing]))
