"""Judges policies by parliament: reads `[{"name", "document"}]` from standard input, prints `[{"name", "issue", "detail"}]`."""

import json
import sys

from parliament import analyze_policy_string


def main():
    found = []
    for policy in json.load(sys.stdin):
        analyzed = analyze_policy_string(json.dumps(policy["document"]), policy["name"])
        for finding in analyzed.findings:
            found.append({"name": policy["name"], "issue": finding.issue, "detail": str(finding.detail)})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
