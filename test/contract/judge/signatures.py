"""Recomputes signatures by botocore: those of requests, and that of the URL which CopySnapshot carries."""

import collections
import re
import urllib.parse

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def judge(exchanges, keys):
    """Service -> how many are equal; and what is wrong, as (service, what, example)."""
    secrets = {**keys, **_assumed(exchanges)}
    equal, wrong = collections.Counter(), []
    for exchange in exchanges:
        if exchange.scope is None:
            continue
        if exchange.scope[0] not in secrets and not exchange.all_keys_known:
            continue
        what = _request(exchange, secrets)
        if what is None:
            equal[exchange.service] += 1
        else:
            wrong.append((exchange.service, what, exchange.url))
        for url in _carried(exchange):
            if _presigned(url, secrets):
                equal["URL of CopySnapshot"] += 1
            else:
                wrong.append((exchange.service, "another signature of the URL of CopySnapshot", url))
    return equal, wrong


def _assumed(exchanges):
    """Access key -> secret, as STS has handed them out."""
    found = {}
    for exchange in exchanges:
        text = exchange.answered.content
        if b"<AssumeRoleResult>" in text:
            key, secret = (re.search(rf"<{name}>([^<]+)<".encode(), text)[1].decode() for name in ("AccessKeyId", "SecretAccessKey"))
            found[key] = secret
    return found


def _request(exchange, secrets):
    """What is wrong with its signature; None when botocore comes to the same."""
    access_key, region, service, signed, signature = exchange.scope
    if access_key not in secrets:
        return "by a key that nobody handed out"
    claimed = exchange.headers.get("x-amz-content-sha256", exchange.sent.sha256)
    if claimed not in ("UNSIGNED-PAYLOAD", exchange.sent.sha256):
        return "the hash of another body"
    headers = {name: exchange.headers[name] for name in signed.split(";")}
    url = f"http://{exchange.headers['host']}{exchange.url}"
    date = exchange.headers["x-amz-date"]
    mine = _sign(exchange.method, url, headers, claimed, Credentials(access_key, secrets[access_key]), region, service, date)
    return None if mine == signature else "another signature"


def _carried(exchange):
    if exchange.service != "ec2" or b"PresignedUrl=" not in exchange.sent.content:
        return []
    return [dict(urllib.parse.parse_qsl(exchange.sent.content.decode()))["PresignedUrl"]]


def _presigned(url, secrets):
    parts = urllib.parse.urlsplit(url)
    query = dict(urllib.parse.parse_qsl(parts.query))
    access_key, _, region, service, _ = query["X-Amz-Credential"].split("/")
    unsigned = "&".join(pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature="))
    headers = {"host": parts.netloc}
    credentials = Credentials(access_key, secrets[access_key])
    bare = urllib.parse.urlunsplit(parts._replace(query=unsigned))
    return _sign("GET", bare, headers, NOTHING, credentials, region, service, query["X-Amz-Date"]) == query["X-Amz-Signature"]


def _sign(method, url, headers, body_hash, credentials, region, service, date):
    kind = S3SigV4Auth if service == "s3" else SigV4Auth

    class OfBody(kind):
        def payload(self, _request):
            return body_hash

    auth = OfBody(credentials, service, region)
    request = AWSRequest(method=method, url=url, headers=headers)
    request.context["timestamp"] = date
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
