"""Mails as the program that plays Outlook takes them: from .eml files, or put together by hand."""

import email
import email.policy
import email.utils
import os

TYPES = {"to": 1, "cc": 2, "bcc": 3}
ME = {"smtp": "me@tonari-seiki.example", "name": "Me"}


def windows_path(path):
    """How wine sees a path of this machine."""
    return "Z:" + os.path.abspath(path).replace("/", "\\")


def recipient(field, address, name="", **more):
    out = {"type": TYPES[field], "address": address, "name": name or address}
    out.update(more)
    return out


def exchange(field, name, **entry):
    """A recipient whose address is an X.500 name; ENTRY says which of the ways to its SMTP address works."""
    address = "/o=Org/ou=Exchange/cn=Recipients/cn=" + name.replace(" ", "").lower()
    made = {"type": "EX", "address": address, "name": name, "user_type": 0}
    made.update(entry)
    out = {"type": TYPES[field], "address": address, "name": name, "entry": made}
    if "recipient_smtp" in made:
        out["smtp"] = made.pop("recipient_smtp")
    return out


def mail(recipients, subject="Hello", body="Text.\r\n", **more):
    out = {"subject": subject, "body": body, "account": dict(ME), "recipients": recipients, "attachments": []}
    out.update(more)
    return out


def attachment(path, name=None, **more):
    out = {"file": windows_path(path), "name": name or os.path.basename(path)}
    out.update(more)
    return out


def from_eml(path, folder, envelope=()):
    """What Outlook would hold before it sent this mail. Attachments become files in FOLDER."""
    with open(path, "rb") as f:
        message = email.message_from_bytes(f.read(), policy=email.policy.default)
    people = []
    for field in ("to", "cc", "bcc"):
        for name, address in email.utils.getaddresses([str(v) for v in message.get_all(field, [])]):
            if address:
                people.append(recipient(field, address, name))
    people += [recipient("bcc", address) for address in envelope]
    name, address = email.utils.parseaddr(str(message["from"]))
    out = mail(people, str(message["subject"] or ""), "", account={"smtp": address, "name": name})
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    out["body"] = plain.get_content() if plain else ""
    if html:
        out["html"] = html.get_content()
    for number, part in enumerate(message.iter_attachments()):
        name = part.get_filename() or "attachment-%d" % number
        path = os.path.join(folder, "a%d" % number)
        data = part.get_content()
        if isinstance(data, email.message.Message):
            data = data.as_bytes()
        if isinstance(data, str):
            data = part.get_payload(decode=True) or data.encode()
        with open(path, "wb") as f:
            f.write(data)
        out["attachments"].append(attachment(path, name))
    return out
