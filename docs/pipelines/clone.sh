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
[[ $# -eq 2 ]] || { echo "usage: clone.sh <route> <request.json>" >&2 && exit 2; }
route=$1 request=$2
# Without this, curl sends an empty body for a file that does not exist: a clone of what the route's defaults say.
[[ -s $request ]] || { echo "$request: there is no such file, or nothing is in it" >&2 && exit 2; }

# Standard output: the answer. Every status is an answer: those of 400 and above are problem documents.
call() {
  curl --silent --show-error --retry 5 --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" \
    --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
    ${AWS_SESSION_TOKEN:+--header "x-amz-security-token: $AWS_SESSION_TOKEN"} \
    --request "$1" "$KUBEFERRY_API$2" "${@:3}" || {
    echo "$1 $KUBEFERRY_API$2: no answer; a run that was started goes on" >&2
    return 1
  }
}

# Ends with the sentences of a problem document, one a line; what has none of them comes from API Gateway, such as Forbidden.
refuse() {
  jq --raw-output --arg route "$route" '
    .detail // "\(.message // .): the role needs execute-api:Invoke on POST/routes/\($route)/clones and GET/routes/\($route)/clones/*, and credentials that have not expired",
    (.problems[]? | "  - \([.at, .message] | map(select(. != "")) | join(": "))")' <<<"$1" >&2
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
      case $(jq --raw-output '.failure.error' <<<"$run") in
        PlanBlocked) exit 3 ;;
        InvalidRequest) exit 2 ;;
        *) exit 1 ;;
      esac
      ;;
  esac
  sleep "${POLL_SECONDS:-15}"
done
