import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';
import { configMap, pod } from './objects.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

const labelled = (name: string, labels: Record<string, string>) => ({ ...configMap(name), metadata: { name, labels } });

describe('lists', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ continueSeconds: 1 });
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
    for (const name of ['a', 'b', 'c', 'd']) await cluster.apply(labelled(name, { set: 'one', letter: name }));
  });
  afterAll(() => cluster.stop());

  const names = async (query: string) => {
    const { body } = await cluster.send('GET', `${MAPS}?${query}`);
    return body.items.map((item: { metadata: { name: string } }) => item.metadata.name);
  };

  it('show the moment of their first page, whatever happens in between', async () => {
    const first = await cluster.send('GET', `${MAPS}?labelSelector=set=one&limit=2`);
    await cluster.apply(labelled('bb', { set: 'one' }));
    await cluster.send('DELETE', `${MAPS}/d`);
    const second = await cluster.send(
      'GET',
      `${MAPS}?labelSelector=set=one&limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(second.body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['c', 'd']);
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    await cluster.apply(labelled('d', { set: 'one', letter: 'd' }));
    await cluster.send('DELETE', `${MAPS}/bb`);
  });

  it('end with 410 when their moment is forgotten, and offer the inconsistent rest', async () => {
    const first = await cluster.send('GET', `${MAPS}?limit=1`);
    expect(first.body.metadata.remainingItemCount).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const late = await cluster.send('GET', `${MAPS}?limit=1&continue=${first.body.metadata.continue}`);
    expect([late.code, late.body.reason]).toEqual([410, 'Expired']);
    expect(late.body.message).toContain('The provided continue parameter is too old');
    const rest = await cluster.send('GET', `${MAPS}?continue=${late.body.metadata.continue}`);
    expect(rest.body.items[0].metadata.name).toBe('b');
  });

  it.each([
    ['letter=a', ['a']],
    ['set=one,letter!=a', ['b', 'c', 'd']],
    ['letter in (a,c)', ['a', 'c']],
    ['set,letter notin (a,b,c)', ['d']],
    ['set=one,!letter', []],
  ])('select by labels: %s', async (selector, wanted) => {
    expect(await names(`labelSelector=${encodeURIComponent(selector)}`)).toEqual(wanted);
  });

  it('refuse a label selector that a server cannot read', async () => {
    const refused = await cluster.send('GET', `${MAPS}?labelSelector=${encodeURIComponent('letter in ((')}`);
    expect([refused.code, refused.body.reason]).toEqual([400, 'BadRequest']);
    expect(refused.body.message).toContain('unable to parse requirement');
  });

  it('select by fields, and refuse fields that a kind does not offer', async () => {
    expect(await names('fieldSelector=metadata.name%3Da')).toEqual(['a']);
    await cluster.apply(pod('placed'));
    await cluster.until(
      '/api/v1/namespaces/default/pods/placed',
      ({ status }) => (status as { phase: string }).phase === 'Running',
    );
    const running = await cluster.send('GET', '/api/v1/pods?fieldSelector=status.phase=Running,spec.nodeName=node-a');
    expect(running.body.items.length).toBe(1);
    const refused = await cluster.send('GET', `${MAPS}?fieldSelector=data.a=1`);
    expect([refused.code, refused.body.message]).toEqual([400, 'field label not supported: data.a']);
  });

  it('show an Event in both of its groups, and an autoscaler in both of its versions', async () => {
    const { body } = await cluster.send('GET', '/apis/events.k8s.io/v1/namespaces/default/events?limit=1');
    expect(body.items[0]).toMatchObject({ apiVersion: 'events.k8s.io/v1', regarding: { kind: 'Pod' } });
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const scaler = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' } };
    await cluster.send('POST', '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers', {
      ...scaler,
      spec: { scaleTargetRef: target, maxReplicas: 3, targetCPUUtilizationPercentage: 60 },
    });
    const second = await cluster.send('GET', '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/web');
    expect(second.body.spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
    ]);
  });

  it('handle 2,000 objects in one answer', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 2000 }, (_, index) => labelled(`many-${index}`, { many: 'yes' }));
    for (let start = 0; start < many.length; start += 50) {
      await Promise.all(many.slice(start, start + 50).map((each) => cluster.send('POST', MAPS, each)));
    }
    const started = performance.now();
    const { body } = await cluster.send('GET', `${MAPS}?labelSelector=many=yes`);
    expect(body.items.length).toBe(2000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
