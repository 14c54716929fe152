"""
Judges recordings by botocore: `python judge.py RECORDING...`. Prints one JSON document: the operations with how often each
was called, every deviation of a request or an answer from the models, and what came out for the signatures.
"""

import collections
import json
import sys

import botocore

import answers
import models
import recording
import requests
import signatures


def main(paths):
    exchanges, keys = recording.read(paths)
    operations, found, others = collections.Counter(), {}, collections.Counter()

    def note(side, operation, what, example):
        row = found.setdefault((side, operation, what), {"count": 0, "example": example})
        row["count"] += 1

    for exchange in exchanges:
        if exchange.service in (None, "execute-api"):
            others[exchange.service or "not signed"] += 1
            continue
        try:
            operation, labels = models.operation(exchange)
        except models.NoSuchOperation as unknown:
            note("request", exchange.service, f"no such operation: {unknown}", exchange.url)
            continue
        name = f"{exchange.service}:{operation.name}"
        operations[name] += 1
        for side, judged in (
            ("request", lambda: requests.judge(exchange, operation, labels)),
            ("answer", lambda: answers.judge(exchange, operation)),
        ):
            try:
                for what, example in judged():
                    note(side, name, what, example)
            except Exception as broken:  # What cannot even be read is the worst of deviations.
                note(side, name, f"unreadable: {type(broken).__name__}: {broken}", exchange.url)
    equal, wrong = signatures.judge(exchanges, keys)
    for service, what, example in wrong:
        note("signature", service, what, example)
    print(json.dumps({
        "botocore": botocore.__version__,
        "operations": dict(sorted(operations.items())),
        "others": dict(others),
        "signatures": dict(sorted(equal.items())),
        "deviations": [
            {"side": side, "operation": operation, "what": what, **row}
            for (side, operation, what), row in sorted(found.items(), key=lambda entry: entry[0])
        ],
    }, default=str))


if __name__ == "__main__":
    main(sys.argv[1:])
