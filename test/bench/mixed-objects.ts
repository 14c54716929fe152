import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kube/kube-object.ts';

const DATA_BYTES = 1500;

interface Part {
  /** The same object for the same seed. */
  name: string;
  data: string;
  labels: Record<string, string>;
}

const template = ({ labels }: Part) => ({
  metadata: { labels },
  spec: {
    restartPolicy: 'Always',
    containers: [
      {
        name: 'web',
        image: 'registry.example/web:1',
        env: [{ name: 'MODE', value: 'bench' }],
        ports: [{ name: 'http', containerPort: 8080 }],
        resources: { requests: { cpu: '10m', memory: '16Mi' } },
      },
    ],
  },
});
const task = (part: Part) => {
  const { metadata, spec } = template(part);
  return { metadata, spec: { ...spec, restartPolicy: 'Never' } };
};
const selector = ({ labels }: Part) => ({ matchLabels: labels });
const web = ({ name }: Part) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name });

/** Fifteen kinds as a workload has them; nothing of it runs, so that the API server has nothing else to do. */
const KINDS: [apiVersion: string, kind: string, content: (part: Part) => Record<string, unknown>][] = [
  ['v1', 'ConfigMap', ({ data }) => ({ data: { blob: data } })],
  ['v1', 'Secret', ({ data }) => ({ type: 'Opaque', data: { blob: data } })],
  ['v1', 'ServiceAccount', () => ({})],
  ['v1', 'Service', ({ labels }) => ({ spec: { selector: labels, ports: [{ name: 'http', port: 80 }] } })],
  ['v1', 'PodTemplate', (part) => ({ template: template(part) })],
  ['apps/v1', 'Deployment', (part) => ({ spec: { replicas: 0, selector: selector(part), template: template(part) } })],
  [
    'apps/v1',
    'StatefulSet',
    (part) => ({ spec: { replicas: 0, serviceName: part.name, selector: selector(part), template: template(part) } }),
  ],
  ['batch/v1', 'Job', (part) => ({ spec: { suspend: true, template: task(part) } })],
  [
    'batch/v1',
    'CronJob',
    (part) => ({ spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { spec: { template: task(part) } } } }),
  ],
  [
    'networking.k8s.io/v1',
    'Ingress',
    ({ name }) => ({ spec: { defaultBackend: { service: { name, port: { number: 80 } } } } }),
  ],
  ['networking.k8s.io/v1', 'NetworkPolicy', (part) => ({ spec: { podSelector: selector(part), ingress: [{}] } })],
  ['policy/v1', 'PodDisruptionBudget', (part) => ({ spec: { maxUnavailable: 1, selector: selector(part) } })],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    (part) => ({ spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef: web(part) } }),
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'Role',
    () => ({ rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }] }),
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    ({ name }) => ({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name }],
    }),
  ],
];

/**
 * So many objects of fifteen kinds, dealt out over the namespaces; the same for the same seed. They come kind by kind and namespace
 * by namespace, as an export lists them and a clone applies them.
 */
export function mixedObjects(count: number, namespaces: readonly string[], seed: number): KubeObject[] {
  const objects = Array.from({ length: count }, (_, at) => {
    const [apiVersion, kind, content] = KINDS[at % KINDS.length]!;
    const name = `part-${Math.floor(at / KINDS.length / namespaces.length)}`;
    const namespace = namespaces[Math.floor(at / KINDS.length) % namespaces.length]!;
    const digest = createHash('shake256', { outputLength: DATA_BYTES }).update(`${seed} ${at}`).digest('base64');
    const part = { name, data: digest, labels: { app: name, team: `team-${at % 50}` } };
    return { apiVersion, kind, metadata: { name, namespace, labels: part.labels }, ...content(part) };
  });
  return [...Map.groupBy(objects, ({ kind }) => kind).values()].flatMap((some) =>
    some.toSorted((a, b) => (a.metadata.namespace < b.metadata.namespace ? -1 : 1)),
  );
}
