import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { pathOf, startCluster, type TestCluster } from './cluster.ts';
import { claim, configMap, deployment, job, pod, service, statefulSet, storageClass, template } from './objects.ts';

interface Case {
  what: string;
  before: KubeObject[];
  object: KubeObject;
  message: string;
}

const secret = (name: string, rest: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...rest });
const binding = (role: string): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'readers' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
});

/** The sentences are those of kubernetes v1.36 (pkg/apis validation, pkg/registry/core/service). */
const CASES: Case[] = [
  {
    what: 'a cluster IP that another Service has',
    before: [service('first', { clusterIP: '10.100.9.9' })],
    object: service('second', { clusterIP: '10.100.9.9' }),
    message:
      'spec.clusterIPs: Invalid value: ["10.100.9.9"]: failed to allocate IP 10.100.9.9: provided IP is already allocated',
  },
  {
    what: 'a node port that another Service has',
    before: [service('port-one', { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] })],
    object: service('port-two', { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] }),
    message: 'spec.ports[0].nodePort: Invalid value: 30123: provided port is already allocated',
  },
  {
    what: 'a cluster IP from elsewhere',
    before: [],
    object: service('foreign', { clusterIP: '172.20.0.9' }),
    message: 'failed to allocate IP 172.20.0.9: the provided network does not match the current range',
  },
  {
    what: 'a Service without ports',
    before: [],
    object: service('portless', { ports: [] }),
    message: 'spec.ports: Required value',
  },
  {
    what: 'a selector that does not match',
    before: [],
    object: deployment('odd', { template: template('even') }),
    message: '`selector` does not match template `labels`',
  },
  {
    what: 'another selector of a Deployment',
    before: [deployment('fixed')],
    object: deployment('fixed', { selector: { matchLabels: { app: 'new' } }, template: template('new') }),
    message: 'spec.selector: Invalid value: {"matchLabels":{"app":"new"}}: field is immutable',
  },
  {
    what: 'another service of a StatefulSet',
    before: [statefulSet('db', { replicas: 0 })],
    object: statefulSet('db', { replicas: 0, serviceName: 'other' }),
    message: "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template'",
  },
  {
    what: 'a Job that brings its generated selector along',
    before: [],
    object: job('copied', { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'of-the-source' } } }),
    message: 'spec.selector: Invalid value:',
  },
  {
    what: 'another class of a claim',
    before: [claim('data')],
    object: claim('data', { storageClassName: 'io2' }),
    message:
      'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
  },
  {
    what: 'a claim without a size',
    before: [],
    object: claim('sizeless', { resources: {} }),
    message: 'spec.resources[storage]: Required value',
  },
  {
    what: 'another type of a Secret',
    before: [secret('typed', { type: 'Opaque' })],
    object: secret('typed', { type: 'example/other' }),
    message: 'type: Invalid value: "example/other": field is immutable',
  },
  {
    what: 'a change of an immutable ConfigMap',
    before: [{ ...configMap('locked', { a: '1' }), immutable: true }],
    object: { ...configMap('locked', { a: '2' }), immutable: true },
    message: 'data: Forbidden: field is immutable when `immutable` is set',
  },
  {
    what: 'another role of a binding',
    before: [binding('reader')],
    object: binding('writer'),
    message:
      'roleRef: Invalid value: {"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"writer"}: cannot change roleRef',
  },
  {
    what: 'other parameters of a StorageClass',
    before: [storageClass('fast')],
    object: { ...storageClass('fast'), parameters: { type: 'io2' } },
    message: 'parameters: Invalid value: {"type":"io2"}: field is immutable',
  },
  {
    what: 'a name with capitals',
    before: [],
    object: configMap('Upper'),
    message: 'metadata.name: Invalid value: "Upper": a lowercase RFC 1123 subdomain must consist of',
  },
  {
    what: 'a mount of no volume',
    before: [],
    object: pod('mounts', {
      containers: [{ name: 'a', image: 'x', volumeMounts: [{ name: 'nope', mountPath: '/a' }] }],
    }),
    message: 'spec.containers[0].volumeMounts[0].name: Not found: "nope"',
  },
];

describe('the server refuses with 422, as a real one words it,', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
  });
  afterAll(() => cluster.stop());

  it.each(CASES)('$what', async ({ before, object, message }) => {
    for (const each of before) expect(await cluster.apply(each)).toMatchObject({ code: 201 });
    const { code, body } = await cluster.apply(object, { force: true });
    expect([code, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toContain(message);
    expect(body.details.causes.map((cause: { field: string }) => cause.field)).not.toContain('');
  });

  it('what is not a refusal: a PUT that leaves the cluster IP out keeps it', async () => {
    const created = await cluster.apply(service('keeps'));
    const { code, body } = await cluster.send(
      'PUT',
      pathOf(service('keeps')),
      service('keeps', { ports: [{ port: 81 }] }),
    );
    expect([code, body.spec.clusterIP]).toEqual([200, created.body.spec.clusterIP]);
    expect(created.body.spec.clusterIP).toMatch(/^10\.100\./);
  });
});

describe('the server refuses', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
  });
  afterAll(() => cluster.stop());

  it('objects in a missing namespace, and a second object of one name', async () => {
    const lost = await cluster.send('POST', '/api/v1/namespaces/nowhere/configmaps', configMap('a'));
    expect([lost.code, lost.body.message]).toEqual([404, 'namespaces "nowhere" not found']);
    await cluster.apply(configMap('twin'));
    const twin = await cluster.send('POST', '/api/v1/namespaces/default/configmaps', configMap('twin'));
    expect([twin.code, twin.body.reason, twin.body.message]).toEqual([
      409,
      'AlreadyExists',
      'configmaps "twin" already exists',
    ]);
  });

  it('an update of an older version of the object', async () => {
    const { body } = await cluster.apply(configMap('raced', { a: '1' }));
    await cluster.apply(configMap('raced', { a: '2' }));
    const late = await cluster.send('PUT', pathOf(configMap('raced')), { ...body, data: { a: '3' } });
    expect(late.code).toBe(409);
    expect(late.body.message).toContain(
      'the object has been modified; please apply your changes to the latest version',
    );
  });

  it('a resourceVersion on a new object, a wrong type, and a pod of a missing service account', async () => {
    const versioned = { ...configMap('versioned'), metadata: { name: 'versioned', resourceVersion: '5' } };
    const first = await cluster.send('POST', '/api/v1/namespaces/default/configmaps', versioned);
    expect(first.body.message).toBe('resourceVersion should not be set on objects to be created');
    const typed = await cluster.send(
      'POST',
      '/apis/apps/v1/namespaces/default/deployments',
      deployment('typed', { replicas: 'two' }),
    );
    expect([typed.code, typed.body.message]).toEqual([
      400,
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field spec.replicas of type int32',
    ]);
    const account = await cluster.send(
      'POST',
      '/api/v1/namespaces/default/pods',
      pod('alone', { serviceAccountName: 'nobody' }),
    );
    expect([account.code, account.body.message]).toEqual([
      403,
      'pods "alone" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
    ]);
  });
});
