"""What Schemathesis is told beside the document: which things there are, what must not be asked while others still want
to ask, and which rules JSON Schema has no words for."""

import json
import os
import random
import re
import sys

import schemathesis
from schemathesis.core.parameters import ParameterLocation

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accounts

with open(os.environ["MAJLIS_FUZZ_WORLD"]) as file:
    WORLD = json.load(file)
# What was no failure, a line each.
DROPPED = os.environ["MAJLIS_FUZZ_WORLD"].removesuffix("json") + "dropped"


# ── What there is ─────────────────────────────────────────────────────────────────────────────────

@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The examples of the document name what is there, where requests are made of them."""
    raw_schema.update(real(raw_schema))


def real(value):
    if isinstance(value, dict):
        return {name: real(each) for name, each in value.items()}
    if isinstance(value, list):
        return [real(each) for each in value]
    return WORLD["examples"].get(value, value) if isinstance(value, str) else value


# After them a thing is gone, closed or used.
SPENDING = {
    "removeMember", "removeRole", "removeTeam", "revokeInvitation", "revokeAPIKey", "revokeVerificationSecret",
    "setConversationStatus", "acceptInvitation", "removeTag", "removeView", "removeReply",
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """What the others ask for stays: of what can be taken away there are spare ones."""
    # From many networks, since one that fails to sign in too often is kept waiting.
    case.headers["X-Forwarded-For"] = f"198.18.{random.randrange(256)}.{random.randrange(256)}"
    operation = case.operation.definition.raw["operationId"]
    # Only a list can say where it goes on: of what the document allows nothing else would come to be asked.
    for values, location in ((case.query, ParameterLocation.QUERY), (case.body, ParameterLocation.BODY)):
        if isinstance(values, dict) and not case.meta.is_negative_at(location):
            values.pop("cursor", None)
    if WORLD["part"] == "account":
        accounts.lend(case, operation, WORLD["base"], WORLD["token"])
    if operation not in SPENDING:
        return
    for values in (case.path_parameters, case.body):
        for name in values if isinstance(values, dict) else ():
            if WORLD["spare"].get(name) and values[name] in WORLD["examples"].values():
                values[name] = WORLD["spare"][name].pop()


# ── Who asks ──────────────────────────────────────────────────────────────────────────────────────

@schemathesis.hook
def filter_case(context, case):
    """Nobody takes away what they ask with: all further answers would be 401."""
    changes = case.method in ("DELETE", "PATCH")
    return not (changes and any(value in WORLD["own"] for value in (case.path_parameters or {}).values()))


# ── What JSON Schema has no words for ─────────────────────────────────────────────────────────────

# A field and the reason for which it may be refused although the document allows it.
UNSAID = {
    # The installation's own list of time zones.
    ("timeZone", "unknown"),
    # Later than now.
    ("expiresAt", "past"),
    # Something visible: of Unicode's tables the document's pattern knows the common rows only.
    ("name", "required"), ("workspaceName", "required"), ("widget.title", "required"),
    ("body", "blank"), ("message.body", "blank"),
    # Characters as a reader counts them, and bytes of UTF-8, where JSON Schema counts code points.
    ("password", "tooShort"), ("password", "tooLong"),
    # Numbers of ports, and at most 263 bytes with the port that goes without saying.
    ("origins[]", "origin"),
    # One permission at least with one scope at least.
    ("grants", "required"),
    # The account's password.
    ("password", "wrong"), ("current", "wrong"),
    # The one that the invitation is for.
    ("email", "invalid"),
    # Later than now, and within a year; of a while, ten years at most.
    ("until", "past"), ("until", "range"), ("action.until", "past"), ("action.until", "range"),
    ("filter.values", "time"),
    # How deep a filter is nested, and how many conditions it has in all.
    ("filter", "tooDeep"), ("filter", "tooMany"),
    # A message that the conversation has, and not its first one.
    ("sequence", "range"), ("quote", "unknown"), ("quote", "deleted"), ("message.quote", "unknown"),
    # Of both kinds together; and in a reply there are none.
    ("mentions", "tooMany"), ("message.mentions", "tooMany"), ("mentions", "note"), ("message.mentions", "note"),
    # Letters and digits of any script, and what may be put into a text.
    ("shortcut", "shortcut"), ("title", "required"), ("bodies.ar", "variable"), ("bodies.en", "variable"),
    # Two letters or digits at least, of any script.
    ("filter.values", "text"),
    # Tags and their names.
    ("create[]", "required"), ("create[]", "tooLong"), ("create[]", "invalid"), ("tags", "tooMany"),
    # More files than the workspace takes.
    ("attachments", "tooMany"),
    # 40 characters once it is read.
    ("phone", "tooLong"), ("details.phone", "tooLong"),
    # Somebody or something that is there.
    ("role", "unknown"), ("member", "unknown"), ("team", "unknown"), ("handTo", "unknown"), ("plan", "unknown"),
    ("tags", "unknown"), ("inbox", "unknown"), ("contact", "unknown"), ("action.member", "unknown"),
    ("mentions", "unknown"), ("message.mentions", "unknown"),
}
# The same, of a program: to it `me` is nobody, and it has no replies and views of its own.
UNSAID_OF_KEY = {("assignee", "unknown"), ("scope", "member"), ("shared", "required")}
# The same, of an id of zeros.
UNSAID_OF_NO_ID = {
    ("filter.values", "unknown"), ("inbox", "unknown"), ("contact", "unknown"), ("assignee", "unknown"),
    ("tag", "unknown"),
}
# The same, where Schemathesis put in what there is, whatever stands beside it: a team into a reply that is nobody's.
DRAWN = {("team", "scope")}
# The same, where a list has something twice.
TWICE = {
    ("inboxes", "invalid"), ("ids", "tooMany"), ("from", "tooMany"), ("attachments", "tooMany"),
    ("message.attachments", "tooMany"),
}
# Refusals of no field, by their code.
UNSAID_CODES = {
    # Schemathesis does not speak WebSocket; the sockets have tests of their own.
    "socket.upgrade",
    # Bytes of UTF-8.
    "message.tooLong",
    # Two letters or digits at least, of any script.
    "search.empty", "search.tooShort",
    # Who is there, and sees the conversation.
    "follower.unknown", "follower.noAccess",
    # The workspace's own limit; what a file holds, and that its name goes with it.
    "attachment.tooLarge",
    "attachment.empty", "attachment.mismatch", "attachment.name", "attachment.picture", "attachment.type",
}
# Past them a request is refused, whatever it asks for: the document says so of all of them at once.
REQUEST_LINE_BYTES = 8 << 10
# A whole number is written without a fraction; to JSON Schema 1.0 is one.
FRACTION = "not a number with a fraction"
# An id of zeros has the form of an id and is none. A pattern that says so needs a lookahead, which many of those who
# read such documents cannot read.
NO_ID = re.compile(r"\b[a-z]{3}_0{13}\b")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether it is one: a request that the document allows may break a rule that it can only describe."""
    reason = unsaid(type(failure).__name__, case, response)
    if reason:
        with open(DROPPED, "a") as file:
            print(response.status_code, case.operation.definition.raw["operationId"], *reason, file=file)
    return not reason


def unsaid(kind, case, response):
    """The rules that were broken and that the document has no words for; none where it is a failure."""
    if response.status_code == 414 and kind in ("RejectedPositiveData", "UndefinedStatusCode"):
        line = f"{response.request.method} {response.request.path_url} HTTP/1.1"
        return ["address"] if len(line) > REQUEST_LINE_BYTES else []
    if kind != "RejectedPositiveData" or response.status_code not in (400, 413, 415, 422):
        return []
    problem = response.json()
    if problem["code"] in UNSAID_CODES:
        return [problem["code"]]
    asked = json.dumps([case.body if isinstance(case.body, (dict, list)) else None, case.query], default=str)
    if problem["code"] == "json.wrongType" and (NO_ID.search(asked) or FRACTION in problem["detail"]):
        return ["json.wrongType"]
    further = [
        (WORLD["part"] == "key", UNSAID_OF_KEY), (NO_ID.search(asked), UNSAID_OF_NO_ID),
        (case.meta.dictionary_draws, DRAWN), (repeats(case.body), TWICE),
    ]
    known = UNSAID.union(*(rules for there, rules in further if there))
    faults = [(place(fault["field"]), fault["code"]) for fault in problem.get("errors", [])]
    return faults if all(fault in known for fault in faults) else []


def place(field):
    """A field without its place in lists, and a filter's wherever it is nested."""
    return re.sub(r"^filter(\.not|\.(all|any)\[\])*", "filter", re.sub(r"\[\d+\]", "[]", field))


def repeats(body):
    """Whether a list has something twice: what Schemathesis takes from a dictionary it may take again."""
    lists = [each for each in body.values() if isinstance(each, list)] if isinstance(body, dict) else []
    return any(each in rest[:i] for rest in lists for i, each in enumerate(rest))
