"""Lives of a hub in the folder that OMBRUK_HUB_DATA names: its own views and database, served by one plain thread.

One thread, so that its system calls come in the same order every time. Not a test.
"""

import json
import os
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.db import connections
from life import lives, say

os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
django.setup()

# Loaded before the first fork, like all that a life needs.
import hub.ingest.urls  # noqa: E402, F401
from hub.agreements.models import Station  # noqa: E402
from hub.demo import demo_data  # noqa: E402
from hub.ingest.enrolment import add_device  # noqa: E402
from hub.ingest.stick import import_batches  # noqa: E402
from hub.ingest.verify import verify  # noqa: E402
from hub.setting_up import init  # noqa: E402
from hub.wsgi import application  # noqa: E402


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


class Server(WSGIServer):
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A connection that broke off is the other side's fault."""


def live(command: dict[str, Any]) -> None:
    match command["do"]:
        case "set up":
            init()
            demo_data()
            say("set up")
        case "codes":
            place = Station.objects.get(name="Isi")
            say(json.dumps([add_device(place)[1] for _ in range(command["count"])]))
        case "serve":
            with Server(("127.0.0.1", command.get("port", 0)), Quiet) as server:
                server.set_app(application)
                say("serving", server.server_port)
                server.serve_forever()
        case "import":
            done = import_batches(Path(command["stick"]))
            say("imported", len(done.problems), done.events)
        case "verify":
            found = verify()
            say("unsound" if found.problems else "sound", *found.problems)
    connections.close_all()


if __name__ == "__main__":
    connections.close_all()
    lives(live)
