"""Makes a workspace with something of everything in it, and says to Schemathesis what there is and who asks.

    world.py BASE PART FILE

PART is who asks: owner, key, visitor, operator, or account, which is an owner too. FILE is the configuration to write.
"""

import datetime
import http.client
import json
import os
import secrets
import struct
import sys
import zlib

PASSWORD = "dates and coffee"
# Things that are there in numbers, since the operations that take one away are asked as well.
COPIES = 16
# Of these so many are named to Schemathesis; the others are there to be taken away.
KEPT = 6


class Browser:
    """One member's, visitor's or program's way to ask."""

    def __init__(self, base, bearer=None):
        self.host = base.removeprefix("http://")
        self.cookie = None
        self.bearer = bearer

    def ask(self, method, path, body=None):
        text = json.dumps(body).encode() if body is not None else None
        return self.send(method, path, text, "application/json")

    def send(self, method, path, body, type):
        # From many networks, since one that fails to sign in too often is kept waiting.
        network = f"198.19.{secrets.randbelow(256)}.{secrets.randbelow(256)}"
        headers = {"Content-Type": type, "X-Forwarded-For": network}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.bearer:
            headers["Authorization"] = f"Bearer {self.bearer}"
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.request(method, "/api/v1" + path, body, headers)
        response = connection.getresponse()
        text = response.read()
        if response.status >= 300:
            raise SystemExit(f"{method} {path}: {response.status} {text.decode()}")
        if cookie := response.headers.get("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return json.loads(text) if text else None

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, body=None):
        return self.ask("POST", path, body)

    def attach(self, place):
        """A picture of one point, sent ahead of the message that will name it: its id."""
        return self.send("POST", f"{place}/attachments?name=1.png", picture(), "application/octet-stream")["id"]


def picture():
    """The smallest PNG there is."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
              for name, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def email():
    return f"{secrets.token_hex(8)}@palm.example"


def sign_up(base):
    owner = Browser(base)
    session = owner.post("/sign-up", {
        "workspaceName": "متجر النخلة", "name": "سالم", "email": email(), "password": PASSWORD, "language": "ar",
    })
    return owner, session


def invite(owner):
    return owner.post("/invitations", {"role": "agent", "inboxes": "all"})


def join(base, owner):
    """A further member: their id."""
    address = email()
    session = Browser(base).post("/invitations/acceptance", {
        "token": invite(owner)["token"], "name": "هدى", "email": address, "password": PASSWORD, "language": "ar",
    })
    return session["member"]["id"]


def visit(base, inbox):
    """A visitor who has written: who they are, and their conversations."""
    visitor = Browser(base)
    visitor.bearer = visitor.post(f"/widget/{inbox}/visitor")["token"]
    started = visitor.post("/widget/conversations", {
        "details": {"name": "ليلى", "email": email()}, "language": "ar",
        "message": {"clientId": 1, "body": "أين طلبي؟"},
    })
    return visitor, started["conversation"]["id"]


def talk(owner, conversation):
    """Something to answer to, to change, and to split at: the messages' ids."""
    path = f"/conversations/{conversation}/messages"
    return [owner.post(path, {"clientId": i, "body": f"طلبك في الطريق {i}"})["id"] for i in range(1, KEPT)]


def furnish(base, owner):
    """Something of everything, by the names of the parameters that stand for it; and the visitor."""
    inbox = owner.get("/inboxes")["items"][0]
    # Whether a name must be given is the inbox's to say: this one leaves it to the visitor.
    inbox["widget"]["preChat"] = {"name": "optional", "email": "optional", "phone": "optional"}
    owner.ask("PATCH", f"/inboxes/{inbox['id']}", {"widget": inbox["widget"]})
    visitor, conversation = visit(base, inbox["id"])
    grants = {"conversations.view": ["own"]}
    copies = range(COPIES)
    values = {
        "inbox": [inbox["id"]] + [owner.post("/inboxes", {"name": f"صندوق {i}"})["id"] for i in range(2)],
        "conversation": [conversation] + [visit(base, inbox["id"])[1] for _ in copies],
        "contact": [contact["id"] for contact in owner.get("/contacts")["items"]],
        "member": [join(base, owner) for _ in copies],
        "role": [owner.post("/roles", {"name": f"مناوب {i}", "grants": grants})["id"] for i in copies],
        "team": [owner.post("/teams", {"name": f"فريق {i}"})["id"] for i in copies],
        "invitation": [invite(owner)["invitation"]["id"] for _ in copies],
        "key": [owner.post("/api-keys", {"name": f"{i}", "grants": grants})["key"]["id"] for i in copies],
        "secret": [owner.post(f"/inboxes/{inbox['id']}/secrets")["secret"]["id"] for _ in range(2)],
        "token": [invite(owner)["token"] for _ in copies],
    }
    return visitor, values | work(owner, values)


def work(owner, values):
    """What the team has made of its conversations."""
    copies = range(COPIES)
    conversation = values["conversation"][0]
    filter = {"field": "status", "op": "in", "values": ["open"]}
    reply = {"title": "شكر", "bodies": {"ar": "شكرًا"}, "scope": "workspace"}
    again = {"contact": values["contact"][-1], "inbox": values["inbox"][0]}
    return {
        "message": [talk(owner, each) for each in values["conversation"][:KEPT]][0],
        "tag": [owner.post("/tags", {"name": f"وسم {i}"})["id"] for i in copies],
        "view": [owner.post("/views", {"name": f"عرض {i}", "filter": filter, "shared": True})["id"] for i in copies],
        "reply": [owner.post("/replies", reply | {"shortcut": f"شكر{i}"})["id"] for i in copies],
        "attachment": [owner.attach(f"/conversations/{conversation}") for _ in copies],
        # Of one contact, so that they can be merged.
        "source": [
            owner.post("/conversations", again | {"message": {"clientId": i + 1, "body": "وصل طلبك"}})["id"]
            for i in copies
        ],
    }


def examples(values, address):
    """What stands in the document's examples, and what is there in its place."""
    kinds = {
        "inb": "inbox", "cnv": "conversation", "ctc": "contact", "mbr": "member", "rol": "role", "tem": "team",
        "inv": "invitation", "key": "key", "vsi": "secret", "wsp": "workspace", "tag": "tag", "viw": "view",
        "rpl": "reply", "att": "attachment", "msg": "message",
    }
    tomorrow = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    return {f"{prefix}_05dmh2f3r0g4a": values[kind][0] for prefix, kind in kinds.items()} | {
        "salem@palm.example": address,
        "q2dD0g9pWZ3m1l5c8yPpGkXv0f6u1nq3oTzJr7bYh4E": values["token"][0],
        "tea and sugar": PASSWORD,
        "2026-11-21T09:30:00.000Z": tomorrow.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }


# Where else than in the path a value of one kind stands.
PLACES = {
    "member": ["body.member", "body.members[*]"],
    "team": ["body.team", "body.teams[*]"],
    "inbox": ["body.inboxes[*]", "query.inbox", "body.inbox"],
    "conversation": ["body.ids[*]"],
    "source": ["body.from[*]"],
    "tag": ["body.tags[*]", "query.tag"],
    "view": ["query.view"],
    "attachment": ["body.attachments[*]"],
    "message": ["body.quote"],
    "role": ["body.role"],
    "contact": ["query.contact", "body.contact"],
    "token": ["body.token"],
    "workspace": ["body.workspace"],
    "password": ["body.current"],
}


def text(value):
    """A text as TOML writes it, or a list of them."""
    return json.dumps(value, ensure_ascii=False)


def configuration(values, auth):
    """What Schemathesis is told: who asks, and what there is."""
    folder = os.path.dirname(os.path.abspath(__file__))
    lines = [f"hooks = {text(os.path.join(folder, 'hooks.py'))}", "", "[cache]", "enabled = false", ""]
    for kind, known in values.items():
        lines += [f"[dictionaries.{kind}]", f"values = {text(known[:KEPT])}", ""]
    lines += ["[parameters]"]
    for kind in values:
        for place in [f"path.{kind}"] + PLACES.get(kind, []):
            lines.append(f'{text(place)} = {{ dictionary = "{kind}", probability = 0.8 }}')
    # A body and an address that are too large, and an invitation that was used, are refused with a status of their own.
    lines += ["", "[checks.negative_data_rejection]", f"expected-statuses = {text(REFUSALS + ['410', '413', '414'])}"]
    lines += ["", "[checks.positive_data_acceptance]", f"expected-statuses = {text(STATES + ['410'])}"]
    return "\n".join(lines + [""] + auth) + "\n"


# What Schemathesis takes for a refusal, and for an answer to a good request, unless it is told otherwise.
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "415", "422", "428", "429"]
STATES = ["2xx", "3xx", "401", "403", "404", "409", "429"]


def main(base, part, file):
    owner, session = sign_up(base)
    visitor, values = furnish(base, owner)
    values |= {"workspace": [session["workspace"]["id"]], "password": [PASSWORD]}
    own = [session["member"]["id"]]
    token = owner.cookie.split("=", 1)[1]
    auth = ["[auth.openapi.session]", f"api_key = {text(token)}"]
    if part == "key":
        grant = owner.post("/api-keys", {"name": "CRM", "grants": session["grants"], "inboxes": "all"})
        own.append(grant["key"]["id"])
        auth = ["[auth.openapi.apiKey]", f"bearer = {text(grant['secret'])}"]
    if part == "visitor":
        auth = ["[auth.openapi.visitor]", f"bearer = {text(visitor.bearer)}"]
    if part == "operator":
        auth = ["[auth.openapi.operator]", f"bearer = {text(os.environ['MAJLIS_OPERATOR_KEY'])}"]
    with open(os.environ["MAJLIS_FUZZ_WORLD"], "w") as output:
        spare = {kind: known[KEPT:] for kind, known in values.items()}
        known = examples(values, session["member"]["email"])
        json.dump({"base": base, "token": token, "part": part, "own": own, "examples": known, "spare": spare}, output)
    with open(file, "w") as output:
        output.write(configuration(values, auth))


if __name__ == "__main__":
    main(*sys.argv[1:])
