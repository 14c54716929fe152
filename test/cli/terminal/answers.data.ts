/** What the API answers in the recordings: a run of the built-in workload, with ids and times that stay the same. */

const ROUTE = '/routes/prod-to-dev';
const PLAN_ID = 'plan-6a1f0c52';
const CLONE_ID = 'clone-4b55e4c2';
const STARTED = '2026-11-22T10:00:00Z';
const ENDED = '2026-11-22T10:04:10Z';
const BY = 'arn:aws:sts::111122223333:assumed-role/dev/jane@example.com';

const volume = (claim: string, sizeGiB: number, nth: number) => ({
  claim,
  strategy: 'share-and-copy',
  sizeGiB,
  zone: 'eu-west-1a',
  sourceVolumeId: `vol-0a1b2c3d4e5f6071${nth}`,
  targetVolumeId: `vol-0f1e2d3c4b5a6071${nth}`,
});
const VOLUMES = [
  volume('shop/catalog-files', 1, 1),
  volume('shop/data-orders-0', 2, 2),
  volume('shop/data-orders-1', 2, 3),
];
const finding = (severity: string, kind: string, name: string, sentence: string) => ({
  severity,
  rule: 'r',
  object: { apiVersion: 'v1', kind, namespace: 'shop', name },
  sentence,
});
const FINDINGS = [
  finding(
    'warning',
    'ServiceAccount',
    'orders',
    'ServiceAccount shop/orders takes the role arn:aws:iam::222233334444:role/prod-orders, which pods of the target cannot take: make a role there, and map it in the route.',
  ),
  finding(
    'warning',
    'Service',
    'web',
    'Service shop/web gets another load balancer, with another host name: point DNS to it when you are ready.',
  ),
  finding('info', 'Job', 'import', 'It is suspended.'),
];
const plan = {
  hash: 'c4acd44e8b49379929c6f26a00aa00cb230e7a69f2ed4713ea136018023acd17',
  source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
  target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
  namespaces: ['shop'],
  mapped: { shop: 'shop-test' },
  askedBy: BY,
  blocked: false,
  dollars: 0.12,
  minutes: 6,
  objects: [
    ...Array.from({ length: 40 }, () => ({ outcome: 'apply', rules: [] })),
    ...Array.from({ length: 23 }, () => ({ outcome: 'drop', rules: [] })),
  ],
  volumes: VOLUMES,
  findings: FINDINGS,
};
const step = (name: string, seconds: number, ...steps: object[]) => ({
  name,
  status: 'succeeded',
  startedAt: STARTED,
  endedAt: ENDED,
  seconds,
  attempts: 1,
  ...(steps.length > 0 ? { steps } : {}),
});
const clone = {
  id: CLONE_ID,
  route: 'prod-to-dev',
  mode: 'clone',
  status: 'SUCCEEDED',
  startedAt: STARTED,
  endedAt: ENDED,
  askedBy: BY,
  request: {},
  progress: { done: 14, failed: 0, running: 0 },
  steps: [
    step('Start clone', 0.6),
    step('Prepare clone', 14.2, step('Enter clusters', 3.1), step('Plan clone', 9.8)),
    step(
      'Capture source',
      21.5,
      step('Export manifests', 6.4),
      { ...step('Quiesce source', 0.2), notNeeded: true },
      step('Snapshot volumes', 4.9),
    ),
    step('Transfer workload', 170.4, step('Copy each volume', 131.7), step('Apply the workload', 33.3)),
    step('Verify clone', 31.2),
    step('Clean up clone', 6.1),
    step('Write report', 1.4),
  ],
  volumes: VOLUMES.map(({ claim, strategy, sizeGiB }) => ({
    claim,
    strategy,
    sizeGiB,
    stage: 'verified',
    percent: 100,
  })),
};
const undone = {
  ...clone,
  rollBack: {
    id: `undo-1-${CLONE_ID}`,
    status: 'SUCCEEDED',
    startedAt: STARTED,
    endedAt: ENDED,
    steps: [
      step('Close run', 0.4),
      step('Enter clusters for the roll-back', 2.8),
      step('Roll back objects', 14.6),
      step('Roll back volumes', 8.2),
      { ...step('Roll back cluster', 0.3), notNeeded: true },
      step('Clean up clone after roll-back', 4.7),
    ],
  },
};
const report = {
  cloneId: CLONE_ID,
  status: 'SUCCEEDED',
  startedAt: STARTED,
  endedAt: ENDED,
  route: {
    name: 'prod-to-dev',
    source: 'prod in account 222233334444, us-east-1',
    target: 'dev in account 444455556666, eu-west-1',
  },
  objects: { selected: 63, applied: 40, dropped: 23, blocked: 0, skipped: 0, failed: 0 },
  volumes: VOLUMES,
  findings: FINDINGS,
  dollars: 0.12,
  cost: { expected: 0.11, recorded: 0.1 },
};
const started = (id: string) => ({ status: 202, body: { id, route: 'prod-to-dev', status: 'RUNNING' } });
const planned = { body: { id: PLAN_ID, route: 'prod-to-dev', status: 'SUCCEEDED', startedAt: STARTED, plan } };

const change = (rule: string, op: string, path: string, before?: string, after?: string) => ({
  rule,
  op,
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
const CLUSTER_IP = change('free-service-addresses', 'remove', '/spec/clusterIP', '10.100.7.21');
const MOVED = change('map-namespaces', 'replace', '/metadata/namespace', 'shop', 'shop-test');
const UID = { ...change('strip-server-fields', 'remove', '/metadata/uid', 'e0bd'), routine: true };
const moved = (apiVersion: string, kind: string, name: string, ...changes: object[]) => ({
  ref: { apiVersion, kind, namespace: 'shop', name },
  target: { apiVersion, kind, namespace: 'shop-test', name },
  outcome: 'apply',
  changes: [UID, MOVED, ...changes],
  findings: [],
});
const left = (kind: string, name: string, reason: string) => ({
  ref: { apiVersion: 'v1', kind, namespace: 'shop', name },
  outcome: 'drop',
  reason,
  changes: [],
  findings: [],
});
const CLASS = '/spec/volumeClaimTemplates/0/spec/storageClassName';
const OBJECTS = [
  moved('apps/v1', 'StatefulSet', 'orders', change('map-storage-classes', 'replace', CLASS, 'ebs', 'gp3')),
  moved(
    'batch/v1',
    'CronJob',
    'report',
    { ...change('suspend-jobs', 'add', '/spec/suspend'), after: true },
    change(
      'map-service-names',
      'replace',
      '/spec/jobTemplate/spec/template/spec/containers/0/env/2/value',
      'http://orders.shop.svc.cluster.local:8080/reports/daily',
      'http://orders.shop-test.svc.cluster.local:8080/reports/daily',
    ),
  ),
  moved('v1', 'Service', 'orders', CLUSTER_IP),
  moved('v1', 'Service', 'web', CLUSTER_IP),
  ...Array.from({ length: 20 }, (_, nth) => moved('v1', 'ConfigMap', `settings-${nth}`)),
  ...Array.from({ length: 16 }, (_, nth) => moved('v1', 'Secret', `login-${nth}`)),
  ...Array.from({ length: 14 }, (_, nth) => left('Pod', `web-${nth}`, 'its owner makes it')),
  ...Array.from({ length: 9 }, (_, nth) => left('Endpoints', `web-${nth}`, 'the target makes it for the Service')),
];
const FACETS = {
  objects: 63,
  outcome: { apply: 40, drop: 23 },
  kind: {},
  namespace: { shop: 63 },
  rule: {},
  severity: {},
  result: {},
};
const going = {
  id: CLONE_ID,
  route: 'prod-to-dev',
  status: 'SUCCEEDED',
  target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
  removed: 40,
  unsure: 0,
  restored: 0,
  stays: 0,
  objects: OBJECTS.flatMap(({ ref, outcome }) => (outcome === 'apply' ? [ref] : [])),
  volumes: VOLUMES.map(({ claim, targetVolumeId }) => ({ id: targetVolumeId, claim })),
  snapshots: 0,
  comesBack: [],
};
const objects = { body: { id: PLAN_ID, route: 'prod-to-dev', of: 'plan', facets: FACETS, objects: OBJECTS } };

type Answers = Record<string, { status?: number; body: unknown }>;

const PLANNING: Answers = {
  [`POST ${ROUTE}/plans`]: started(PLAN_ID),
  [`GET ${ROUTE}/plans/${PLAN_ID}`]: planned,
  [`GET ${ROUTE}/plans/${PLAN_ID}/objects?limit=500`]: objects,
};

/** By the words of the command. */
export const RECORDED: { name: string; args: string[]; typed?: string; answers: Answers }[] = [
  { name: 'plan', args: ['plan', 'prod-to-dev', '-n', 'shop', '--map-namespace', 'shop=shop-test'], answers: PLANNING },
  {
    name: 'clone',
    args: ['clone', 'prod-to-dev', '-n', 'shop', '--map-namespace', 'shop=shop-test'],
    typed: 'y\n',
    answers: {
      ...PLANNING,
      [`POST ${ROUTE}/clones`]: started(CLONE_ID),
      [`GET ${ROUTE}/clones/${CLONE_ID}`]: { body: clone },
      [`GET ${ROUTE}/clones/${CLONE_ID}/report`]: { body: report },
    },
  },
  {
    name: 'rollback',
    args: ['rollback', 'prod-to-dev', CLONE_ID],
    typed: 'y\n',
    answers: {
      [`GET ${ROUTE}/clones/${CLONE_ID}`]: { body: undone },
      [`GET ${ROUTE}/clones/${CLONE_ID}/roll-back`]: { body: going },
      [`DELETE ${ROUTE}/clones/${CLONE_ID}`]: {
        status: 202,
        body: { id: CLONE_ID, route: 'prod-to-dev', rollBack: { id: `undo-1-${CLONE_ID}`, status: 'RUNNING' } },
      },
    },
  },
];
