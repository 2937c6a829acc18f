"""Accounts that are there for one request: it may change the password, or end the session that it comes with."""

import base64
import email
import email.policy
import glob
import hashlib
import hmac
import os
import re
import struct
import time

import world

# What the document's examples say, where only something made for the request is right.
EXAMPLES = {
    "code": "123456",
    "ticket": "tkt_05dmh2f3r0g4a.q2dD0g9pWZ3m1l5c8yPpGkXv0f6u1nq3oTzJr7bYh4E",
    "session": "ses_05dmh2f3r0g4a",
}
NEEDS_FACTOR = {"endTwoFactor", "renewBackupCodes"}


class Account:
    """Somebody who has just signed up."""

    def __init__(self, base):
        self.base = base
        self.browser, self.session = world.sign_up(base)
        self.address = self.session["member"]["email"]

    @property
    def cookie(self):
        return self.browser.cookie.split("=", 1)[1]

    def start_factor(self):
        self.secret = self.browser.post("/account/two-factor")["secret"]

    def turn_factor_on(self):
        self.start_factor()
        self.browser.post("/account/two-factor/confirmation", {"code": self.code()})

    def code(self):
        """RFC 6238: six digits for these thirty seconds."""
        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
        number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06d}"

    def other_session(self):
        other = world.Browser(self.base)
        return other.post("/session", {"email": self.address, "password": world.PASSWORD})["id"]

    def ticket(self, kind):
        """What stands behind the # of the link that was sent; mails are files here."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for path in glob.glob(os.path.join(os.environ["MAJLIS_DATA"], "outbox", f"{kind}.*.eml")):
                with open(path, "rb") as file:
                    bytes = file.read()
                if self.address.encode() in bytes[:1000]:
                    mail = email.message_from_bytes(bytes, policy=email.policy.default)
                    return re.search(r"#(\S+)", mail.get_body(("plain",)).get_content())[1]
            time.sleep(0.02)
        raise TimeoutError(f"{self.address} got no {kind}.")

    def reset_ticket(self):
        world.Browser(self.base).post("/password-reset", {"email": self.address})
        return self.ticket("resetPassword")


def lend(case, operation, base, token):
    """Puts an account of its own behind a request that comes with a session or ticket."""
    account = Account(base)
    body = case.body if isinstance(case.body, dict) else {}
    if operation in NEEDS_FACTOR:
        account.turn_factor_on()
    if operation == "confirmTwoFactor" and body.get("code") == EXAMPLES["code"]:
        account.start_factor()
        body["code"] = account.code()
    if body.get("ticket") == EXAMPLES["ticket"]:
        reset = operation == "resetPassword"
        body["ticket"] = account.reset_ticket() if reset else account.ticket("confirmEmail")
    if (case.path_parameters or {}).get("session") == EXAMPLES["session"]:
        case.path_parameters["session"] = account.other_session()
    if body.get("workspace"):
        body["workspace"] = account.session["workspace"]["id"]
    if body.get("handTo"):
        body["handTo"] = account.session["member"]["id"]
    if (case.cookies or {}).get("majlis_session") == token:
        case.cookies["majlis_session"] = account.cookie
