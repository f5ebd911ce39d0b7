"""Links of the documentation that leave `docs/` lead to the repository, at the version of the site."""

import os
import re

LINK = re.compile(r"\]\((?:\.\./)+([^)#\s]+)(#[^)]*)?\)")


def on_page_markdown(markdown, page, config, files):
    depth = page.file.src_uri.count("/")
    ref = os.environ.get("SITE_REF", "main")

    def leads_out(match):
        # A link from a folder of `docs/` back into `docs/` stays.
        if match.group(0).count("../") <= depth:
            return match.group(0)
        target = f"{config.repo_url}/blob/{ref}/{match.group(1)}{match.group(2) or ''}"
        return f"]({target})"

    return LINK.sub(leads_out, markdown)
