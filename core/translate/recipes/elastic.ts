import { path } from '../../../kube/fields.ts';
import { annotated } from './fields.ts';
import type { OperatedKind, OperatorRecipe } from './recipe.ts';

const REPOSITORY = 'https://github.com/elastic/cloud-on-k8s/blob/main';

/**
 * Before version 3.5, ECK leaves alone what is not managed; since then it makes no workload of what is paused, and continues only
 * with Secrets and Services (ReconcilePauseAware in pkg/controller/common/pause_orchestration.go of elastic/cloud-on-k8s).
 */
const INACTIVE = [
  annotated('eck.k8s.elastic.co/pause-orchestration', 'true'),
  annotated('eck.k8s.elastic.co/managed', 'false'),
];

const KINDS: Record<string, string> = {
  kibana: 'Kibana',
  apm: 'ApmServer',
  enterprisesearch: 'EnterpriseSearch',
  beat: 'Beat',
  agent: 'Agent',
  logstash: 'Logstash',
  maps: 'ElasticMapsServer',
  packageregistry: 'PackageRegistry',
};

const others = Object.entries(KINDS).map(
  ([group, kind]): OperatedKind => ({
    kind: `${group}.k8s.elastic.co/${kind}`,
    inactive: INACTIVE,
    source: `${REPOSITORY}/pkg/controller/common/pause_orchestration.go`,
  }),
);

/** The operator's StatefulSets take claims over by their names; Elasticsearch has its cluster's id in its data. */
export const ELASTIC: OperatorRecipe = {
  name: 'Elastic Cloud on Kubernetes',
  images: ['eck/eck-operator', 'eck/eck-operator-ubi'],
  kinds: [
    {
      kind: 'elasticsearch.k8s.elastic.co/Elasticsearch',
      inactive: INACTIVE,
      stop: 'kubectl annotate elasticsearches.elasticsearch.k8s.elastic.co NAME -n NAMESPACE --overwrite eck.k8s.elastic.co/managed=false eck.k8s.elastic.co/pause-orchestration=true, then kubectl scale statefulsets -l elasticsearch.k8s.elastic.co/cluster-name=NAME -n NAMESPACE --replicas=0',
      ready: { at: path('status.health'), is: ['green', 'yellow'] },
      claims: {
        by: 'names',
        how: 'the operator finds them by their names (elasticsearch-data-<name>-es-<node set>-<number>), and gives them their owner itself',
      },
      data: {
        recovers:
          'each shard plays its translog, which has every acknowledged write unless index.translog.durability is async',
        apart: 'a replica takes over what its primary has',
      },
      source: `${REPOSITORY}/pkg/controller/elasticsearch/driver/stateful/pvc_owner.go, https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/volume-claim-templates`,
    },
    ...others,
  ],
};
