"""Puts the page together from crates/verify-page/page and the module: `python3 scripts/verify-page.py MODULE COMMIT`.

The policy of the page names the one script and the one style in it by their digests, and nothing else: whatever else got into
the page would not run, and nothing in it can ask the network for anything.
"""

import base64
import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

PAGE = Path("crates/verify-page/page")


def main(module, commit):
    worker, page, style = (PAGE.joinpath(name).read_text() for name in ("worker.js", "page.js", "style.css"))
    # A script in HTML ends where it says so, even within a text.
    script = f"const WORKER = {json.dumps(worker)};\n{page}"
    assert "</script" not in script and "<!--" not in script and "</style" not in style
    parts = {
        "POLICY": policy(script, style),
        "VERSION": tomllib.loads(Path("Cargo.toml").read_text())["workspace"]["package"]["version"],
        "COMMIT": commit,
        "STYLE": style,
        "MODULE": base64.b64encode(Path(module).read_bytes()).decode(),
        "SCRIPT": script,
    }
    template = PAGE.joinpath("template.html").read_text()
    # In one go: what is put in is not looked through.
    sys.stdout.write(re.sub("@([A-Z]+)@", lambda found: parts[found[1]], template))


def policy(script, style):
    def digest(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {digest(script)} 'wasm-unsafe-eval'",
            f"style-src {digest(style)}",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


main(*sys.argv[1:])
