"""A server that takes mail: it keeps whatever arrives, and behaves as it is told."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from aiosmtpd.smtp import SMTP
from listening import listening


@dataclass(frozen=True)
class Mail:
    """A mail as it arrived."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def at(self) -> str:
        """When it says that it was sent."""
        return parsedate_to_datetime(self.message["Date"]).strftime("%Y-%m-%dT%H:%M:%SZ")

    def part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return part.get_content()

    def link(self, path: str) -> str:
        """The address of a page, without the server's."""
        found = [word for word in self.part("plain").split() if f"/mail/{path}?t=" in word]
        return "/mail/" + found[0].split("/mail/")[1]


Behaviour = Callable[[Mail], str]
"""What is answered to a mail; `drop` closes the connection without a word."""


@dataclass
class Mailbox:
    """What has arrived, and how the server behaves."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    behave: Behaviour = lambda mail: "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        for recipient in envelope.rcpt_tos:
            mail = Mail(envelope.mail_from, recipient, envelope.content)
            answer = self.behave(mail)
            if answer[0] in "2d":
                self.mails.append(mail)
            if answer == "drop":
                server.transport.abort()
                return "421 gone"
            if answer[0] != "2":
                return answer
        return "250 OK"

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.recipient == address]


@contextmanager
def taking_mail(**options: Any) -> Iterator[Mailbox]:
    """A mail server on a thread of its own."""
    box = Mailbox()
    with listening(lambda loop: SMTP(box, loop=loop, **options)) as box.port:
        yield box
