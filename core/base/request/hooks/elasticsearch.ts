import type { HookRecipe } from './hook-recipe.ts';

/** curl reads the password from standard input (`--config -`). */
export const elasticsearch: HookRecipe = {
  title: 'Elasticsearch and OpenSearch',
  does: 'POST /_flush',
  before: `set -eu
password=\${ELASTIC_PASSWORD:-\${ELASTICSEARCH_PASSWORD:-\${OPENSEARCH_PASSWORD:-\${OPENSEARCH_INITIAL_ADMIN_PASSWORD:-}}}}
user=\${ELASTICSEARCH_USERNAME:-\${OPENSEARCH_USERNAME:-$([ -n "\${OPENSEARCH_INITIAL_ADMIN_PASSWORD:-}" ] && echo admin || echo elastic)}}
post() { { [ -z "$password" ] || printf 'user = "%s:%s"\\n' "$user" "$password"; } | curl --config - --silent --show-error --fail --insecure --max-time 200 -X POST "$1/_flush?wait_if_ongoing=true" >/dev/null; }
post https://127.0.0.1:9200 2>/dev/null || post http://127.0.0.1:9200`,
  after: 'exit 0',
  proves:
    'Everything indexed before the hook is in Lucene commits of the snapshot; what came after it is recovered from the translog of each shard.',
  needs: 'curl; a password in ELASTIC_PASSWORD or OPENSEARCH_PASSWORD where security is on',
  freezes: false,
  timeoutSeconds: 240,
  source: 'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-flush',
};
