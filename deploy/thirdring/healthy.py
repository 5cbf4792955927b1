"""The container's health: does the service answer? Whether its PBX and its database do is what /readyz says."""

import os
import sys
import urllib.request

port = os.environ.get("THIRDRING__WEB__LISTEN", "127.0.0.1:8080").rpartition(":")[2]
try:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=3):
        pass
except OSError as error:
    sys.exit(f"/healthz does not answer: {error}")
