"""Reads recordings of `record-calls.ts`: one exchange, or one key, a line."""

import base64
import json
import re
import urllib.parse
from dataclasses import dataclass
from functools import cached_property

SCOPE = re.compile(
    r"^AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$"
)
# What SigV4 puts into the query of a presigned URL; `x-id` is the SDK's own mark of the operation.
OF_THE_SIGNATURE = re.compile(r"^(x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token)|x-id)$", re.I)


# In place of an access key: there are others.
OTHERS = "*"


@dataclass
class Payload:
    content: bytes
    sha256: str
    is_whole: bool


@dataclass
class Exchange:
    method: str
    url: str
    headers: dict
    sent: Payload
    status: int
    answer_headers: dict
    answered: Payload
    # False where callers sign with keys that the recorder could not see.
    all_keys_known: bool = True

    @cached_property
    def path(self):
        return urllib.parse.urlsplit(self.url).path

    @cached_property
    def query(self):
        """Decoded, in order, without what belongs to a signature."""
        pairs = urllib.parse.parse_qsl(urllib.parse.urlsplit(self.url).query, keep_blank_values=True)
        return [(name, value) for name, value in pairs if not OF_THE_SIGNATURE.match(name)]

    @cached_property
    def scope(self):
        """Access key, Region, service, names of the signed headers, signature; None when it is not signed by its header."""
        match = SCOPE.match(self.headers.get("authorization", ""))
        return match.groups() if match else None

    @property
    def service(self):
        return self.scope and self.scope[2]


def read(paths):
    """All exchanges, and access key -> secret."""
    exchanges, keys = [], {}
    for path in paths:
        begin = len(exchanges)
        with open(path, encoding="utf8") as lines:
            for line in lines:
                entry = json.loads(line)
                if "key" in entry:
                    keys[entry["key"]["id"]] = entry["key"]["secret"]
                else:
                    exchanges.append(_exchange(entry))
        if keys.pop(OTHERS, None) is not None:
            for exchange in exchanges[begin:]:
                exchange.all_keys_known = False
    return exchanges, keys


def _exchange(entry):
    lower = lambda headers: {name.lower(): value for name, value in headers.items()}
    return Exchange(
        entry["method"], entry["url"], lower(entry["headers"]), _payload(entry["body"]),
        entry["status"], lower(entry["answerHeaders"]), _payload(entry["answer"]),
    )


def _payload(body):
    content = base64.b64decode(body["base64"])
    return Payload(content, body["sha256"], len(content) == body["bytes"])
