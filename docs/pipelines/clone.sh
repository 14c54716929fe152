#!/usr/bin/env bash
# Starts a clone, waits until it is over, and fails when it failed. Needs bash, curl 7.75 or newer, and jq.
#
#   clone.sh <route> <request.json>
#
# KUBEFERRY_API     URL of the API: the output "api" of the stack kubeferry-hub
# IDEMPOTENCY_KEY   names this attempt: sent again with the same request, it is the same run
# AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN   as a pipeline's OIDC role gives them
#
# Ends with 0 when the clone arrived, 1 when it failed or was refused, 2 when the request has mistakes, 3 when the plan has blockers.
set -euo pipefail
route=$1 request=$2

# Standard output: the answer. Every status is an answer: those of 400 and above are problem documents.
call() {
  curl --silent --show-error --retry 5 --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" \
    --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
    ${AWS_SESSION_TOKEN:+--header "x-amz-security-token: $AWS_SESSION_TOKEN"} \
    --request "$1" "$KUBEFERRY_API$2" "${@:3}"
}

# Ends with the sentences of a problem document, one a line.
refuse() {
  jq --raw-output '"\(.detail // .message // .)", (.problems[]? | "  - \(.at): \(.message)")' <<<"$1" >&2
  exit "$2"
}

started=$(call POST "/routes/$route/clones" --header 'content-type: application/json' \
  --header "idempotency-key: $IDEMPOTENCY_KEY" --data "@$request")
id=$(jq --raw-output '.id // empty' <<<"$started")
[[ -n $id ]] || refuse "$started" "$(jq 'if .status == 400 or .status == 422 then 2 else 1 end' <<<"$started")"
echo "clone $id on $route"

while :; do
  run=$(call GET "/routes/$route/clones/$id")
  status=$(jq --raw-output '.status' <<<"$run")
  case $status in
    RUNNING | PENDING_REDRIVE) jq --raw-output '"  \(.progress.done) steps done, now: \([.steps[] | select(.status == "running").name] | join(", "))"' <<<"$run" ;;
    SUCCEEDED) echo "clone $id: $status" && exit 0 ;;
    *)
      [[ $(jq 'has("failure")' <<<"$run") == true ]] || refuse "$run" 1
      jq --raw-output '"clone \(.id): \(.status)\n\(.failure.error): \(.failure.sentence)"' <<<"$run" >&2
      [[ $(jq --raw-output '.failure.error' <<<"$run") == PlanBlocked ]] && exit 3
      exit 1
      ;;
  esac
  sleep "${POLL_SECONDS:-15}"
done
