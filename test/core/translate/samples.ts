import fc from 'fast-check';
import type { KubeObject } from '../../../kube/kube-object.ts';

const name = fc.constantFrom('web', 'db', 'cache', 'a.b', 'x-1');
const namespace = fc.constantFrom('shop', 'pay', 'other');
const word = fc.constantFrom(
  'a',
  'b/c',
  'd~e',
  'kubernetes.io/psp',
  'team',
  'alb.ingress.kubernetes.io/subnets',
  'controller-uid',
);
const text = fc.constantFrom(
  '',
  'x',
  'subnet-0aaaaaaaaaaaaaaaa,y',
  'http://db.shop.svc:80',
  'eu-west-1a',
  'arn:aws:iam::111111111111:role/r',
);
const words = fc.dictionary(word, text, { maxKeys: 4 });

const metadata = fc.record(
  {
    name,
    namespace,
    uid: fc.uuid(),
    resourceVersion: fc.constant('7'),
    generation: fc.nat(9),
    labels: words,
    annotations: words,
    finalizers: fc.uniqueArray(
      fc.constantFrom('kubernetes.io/pvc-protection', 'finalizer.keda.sh', 'example.com/guard'),
      { maxLength: 3 },
    ),
    managedFields: fc.constant([{ manager: 'kubectl', operation: 'Update' }]),
  },
  { requiredKeys: ['name', 'namespace'] },
);

const container = fc.record(
  {
    name,
    image: fc.constantFrom('postgres', 'quay.io/a/b:1', '111111111111.dkr.ecr.eu-west-1.amazonaws.com/x'),
    args: fc.array(text, { maxLength: 3 }),
    env: fc.array(fc.record({ name: word, value: text }), { maxLength: 3 }),
    volumeMounts: fc.array(fc.record({ name: fc.constantFrom('data', 'kube-api-access-abcde') }), { maxLength: 3 }),
  },
  { requiredKeys: ['name'] },
);

const template = fc.record(
  {
    metadata: fc.record({ labels: words, annotations: words }, { requiredKeys: [] }),
    spec: fc.record(
      {
        nodeName: fc.constant('ip-10-0-0-1'),
        priority: fc.nat(5),
        nodeSelector: fc.dictionary(fc.constantFrom('topology.kubernetes.io/zone', 'disk'), text, { maxKeys: 2 }),
        containers: fc.array(container, { maxLength: 3 }),
        initContainers: fc.array(container, { maxLength: 2 }),
        volumes: fc.array(
          fc.record({ name: fc.constantFrom('data', 'kube-api-access-abcde'), projected: fc.constant({}) }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['spec'] },
);

const port = fc.record(
  { port: fc.nat(99), nodePort: fc.integer({ min: 30000, max: 30010 }) },
  { requiredKeys: ['port'] },
);
const storageClassName = fc.constantFrom('', 'ebs', 'gp3', 'mystery');

const SPECS: Record<string, fc.Arbitrary<unknown>> = {
  'apps/v1 Deployment': fc.record({ replicas: fc.nat(3), template }, { requiredKeys: ['template'] }),
  'apps/v1 StatefulSet': fc.record({
    template,
    volumeClaimTemplates: fc.array(
      fc.record({ metadata: fc.record({ name }), spec: fc.record({ storageClassName }) }),
      { maxLength: 2 },
    ),
  }),
  'batch/v1 CronJob': fc.record({ jobTemplate: fc.record({ spec: fc.record({ template }) }) }),
  'batch/v1 Job': fc.record(
    { template, selector: fc.constant({ matchLabels: { 'controller-uid': 'u' } }) },
    { requiredKeys: ['template'] },
  ),
  'v1 Pod': template.map((each) => each.spec),
  'v1 Service': fc.record(
    {
      type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
      clusterIP: fc.constantFrom('None', '10.100.0.9'),
      ports: fc.array(port, { maxLength: 3 }),
      healthCheckNodePort: fc.constant(31000),
    },
    { requiredKeys: [] },
  ),
  'v1 PersistentVolumeClaim': fc.record(
    {
      storageClassName,
      volumeName: fc.constantFrom('pvc-1', 'pvc-2'),
      dataSource: fc.constant({ kind: 'VolumeSnapshot', name: 's' }),
    },
    { requiredKeys: [] },
  ),
  'v1 PersistentVolume': fc.record(
    {
      storageClassName,
      claimRef: fc.record({ namespace, name }),
      csi: fc.record({
        driver: fc.constantFrom('ebs.csi.aws.com', 'efs.csi.aws.com'),
        volumeHandle: fc.constant('vol-0aaa'),
      }),
    },
    { requiredKeys: [] },
  ),
  'networking.k8s.io/v1 Ingress': fc.record({
    rules: fc.array(fc.record({ host: fc.constantFrom('a.example.com', 'b.dev.example.com', 'c.org') }), {
      maxLength: 3,
    }),
  }),
  'example.com/v1 Cache': fc.object({
    maxDepth: 3,
    maxKeys: 4,
    key: word,
    values: [text, fc.integer(), fc.boolean(), fc.constant(null)],
  }),
};

/** Objects of many kinds, as a server would return them or as a person would write them. */
export const kubeObject: fc.Arbitrary<KubeObject> = fc.constantFrom(...Object.keys(SPECS)).chain((which) => {
  const [apiVersion = '', kind = ''] = which.split(' ');
  return fc
    .record(
      {
        apiVersion: fc.constant(apiVersion),
        kind: fc.constant(kind),
        metadata,
        spec: SPECS[which]!,
        status: fc.constant({ phase: 'Running' }),
      },
      { requiredKeys: ['apiVersion', 'kind', 'metadata', 'spec'] },
    )
    .map((object) => JSON.parse(JSON.stringify(object)) as KubeObject);
});
