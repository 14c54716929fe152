import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../core/base/run/keys.ts';
import { readShards, writeRecord } from '../../../core/base/run/records.ts';
import type { ObjectRecord } from '../../../core/plan/objects/object-record.ts';
import { refOf, refText } from '../../../kube/kube-object.ts';
import { config, deployment, object, PlannedWorld, type Run, secret, wide } from './planned-world.ts';

const WEB = deployment('web', { image: 'example.com/web:1' });
const SPY = deployment('web', { image: 'example.com/spy:1', securityContext: { privileged: true } }, 1, {
  hostNetwork: true,
});
const world = (...more: Parameters<typeof refOf>[0][]) =>
  new PlannedWorld([WEB, config('settings', 'a'), secret('login', 'horse'), ...more]);
const names = (objects: Parameters<typeof refOf>[0][]) => objects.map((each) => refText(refOf(each)));

describe('the hash of a plan', () => {
  it('is the same for the same contents, however often it is planned, also when clusters make volumes meanwhile', async () => {
    const there = world();
    const [one, two] = [await there.start(), await there.start()];
    expect(two.planned.hash).toBe(one.planned.hash);
    await writeRecord(there.store, keysOf(one.clone.cloneId).volume('shop/data'), { volumeId: 'vol-0made' });
    expect(await one.capture()).toEqual({ changed: 0 });
    expect((await one.translate()).find(({ kind }) => kind === 'PersistentVolume')).toMatchObject({
      spec: { csi: { volumeHandle: 'vol-0made' } },
    });
  });

  // Promise: bound-to-plan
  it.each([
    ['an image, privileges and the network of the host', SPY],
    ['a value of a ConfigMap', config('settings', 'b')],
    ['a value of a Secret', secret('login', 'stable')],
  ])('is another one with %s', async (_, changed) => {
    const there = world();
    const before = await there.start();
    await there.put(changed);
    expect((await there.start()).planned.hash).not.toBe(before.planned.hash);
  });

  it('is another one with other mappings, another strategy, or another target', async () => {
    const there = world();
    const hashes = await Promise.all([
      there.start(),
      there.start({ mappings: { images: { 'example.com/none': 'example.org/none' } } }),
      there.start({ volumes: { claims: { 'shop/data': 'skip' } } }),
      there.start({}, { target: { account: '1', region: 'eu-west-1', cluster: 'dev', kmsKeyArn: 'key' } as never }),
    ]);
    expect(new Set(hashes.map(({ planned }) => planned.hash)).size).toBe(4);
  });

  it('does not follow an autoscaler', async () => {
    const target = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } };
    const there = world(object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', { spec: target }));
    const before = await there.start();
    await there.put(deployment('web', { image: 'example.com/web:1' }, 7));
    expect((await there.start()).planned.hash).toBe(before.planned.hash);
  });

  it('tells nobody what a Secret holds: no record that people read has a digest that others could make', async () => {
    const [one, two] = [world(), world()];
    await one.start();
    await writeRecord(two.store, 'digests/key.json', { key: Buffer.alloc(32, 9).toString('base64') });
    const [here, there] = [await one.start(), await two.start()];
    expect(there.planned.contents).not.toBe(here.planned.contents);
    expect(there.planned.hash).not.toBe(here.planned.hash);
  });
});

describe('a run that is bound to a plan', () => {
  const bound = async (there: PlannedWorld, route = {}) => {
    const { planned } = await there.start({ mode: 'plan' }, route);
    return planned.hash;
  };

  // Promise: bound-to-plan, applied-as-approved
  it('is refused with the names of all that changed between plan and start', async () => {
    const there = world();
    const planHash = await bound(there);
    await there.put(SPY);
    await there.put(config('new-one', 'x'));
    await there.source.delete(refOf(config('settings', 'a')));
    const run = await there.start({ planHash });
    const gone = run.goOn();
    await expect(gone).rejects.toMatchObject({ name: 'PlanBlocked' });
    for (const sentence of [
      'apps/v1 Deployment shop/web has other contents.',
      'v1 ConfigMap shop/new-one is new.',
      'v1 ConfigMap shop/settings is not copied any more.',
      planHash,
    ])
      await expect(gone).rejects.toThrow(sentence);
  });

  // Promise: applied-as-approved
  it('is refused with the names of all that changed between its plan and its capture', async () => {
    const there = world();
    const run = await there.start({ planHash: await bound(there) });
    await run.goOn();
    await there.put(SPY);
    const subjects = [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' };
    await there.put(wide('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'late', { subjects, roleRef }));
    const gone = run.capture();
    await expect(gone).rejects.toMatchObject({ name: 'PlanBlocked' });
    await expect(gone).rejects.toThrow('apps/v1 Deployment shop/web has other contents.');
    await expect(gone).rejects.toThrow('rbac.authorization.k8s.io/v1 ClusterRoleBinding late is new.');
  });

  // Promise: applied-as-approved
  it('leaves out what changed where its route says so, and does the rest', async () => {
    const there = world();
    const route = { whenChanged: 'leave-out' as const };
    const planHash = await bound(there, route);
    await there.put(config('early', 'x'));
    const run = await there.start({ planHash }, route);
    expect((await run.goOn()).hash).toBe(planHash);
    expect(await plannedObject(there, run, 'early')).toMatchObject({
      outcome: 'drop',
      reason: expect.stringContaining('not as it was in the plan'),
    });
    await there.put(SPY);
    await there.put(config('late', 'x'));
    await run.capture();
    const applied = names(await run.translate());
    expect(applied).toContain('v1 ConfigMap shop/settings');
    expect(applied).toContain('v1 Secret shop/login');
    expect(applied.filter((name) => /early|late|web/.test(name))).toEqual([]);
    const { findings, translations } = await run.report();
    expect(findings.filter(({ sentence }) => sentence.includes('the clone does not have it'))).toHaveLength(3);
    expect(translations.find(({ ref }) => ref.name === 'late')).toMatchObject({
      outcome: 'drop',
      reason: expect.stringContaining('not as it was in the plan'),
    });
  });

  it('is refused all the same when a namespace or a claim changed, which the rest cannot do without', async () => {
    const there = world();
    const route = { whenChanged: 'leave-out' as const };
    const run = await there.start({ planHash: await bound(there, route) }, route);
    await run.goOn();
    await there.put({ ...wide('v1', 'Namespace', 'shop'), metadata: { name: 'shop', labels: { tier: 'gold' } } });
    await expect(run.capture()).rejects.toThrow('v1 Namespace shop has other contents.');
  });

  // Promise: applied-as-approved
  it('is refused all the same when what holds the rest back changed or is gone, and not when there is more of it', async () => {
    const policy = (name: string, ports: object[]) =>
      object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: {}, egress: [{ ports }] } });
    const route = { whenChanged: 'leave-out' as const };
    const refusedAfter = async (change: (there: PlannedWorld) => Promise<unknown>) => {
      const there = world(policy('closed', []));
      const run = await there.start({ planHash: await bound(there, route) }, route);
      await run.goOn();
      await change(there);
      return run.capture().then(
        () => '',
        (error: Error) => error.message,
      );
    };
    expect(await refusedAfter((there) => there.put(policy('closed', [{ port: 443 }])))).toContain(
      'NetworkPolicy shop/closed has other contents.',
    );
    expect(await refusedAfter((there) => there.source.delete(refOf(policy('closed', []))))).toContain(
      'NetworkPolicy shop/closed is not copied any more.',
    );
    expect(await refusedAfter((there) => there.put(policy('more', [])))).toBe('');
  });

  it('applies nothing that was written into its records after the capture', async () => {
    const there = world();
    const run = await there.start({ planHash: await bound(there) });
    await run.goOn();
    await run.capture();
    const other = await there.start();
    await there.put(SPY);
    await other.capture();
    const shard = '000000.ndjson.zst';
    const spied = await there.store.get(keysOf(other.clone.cloneId).export + shard);
    await there.store.put(keysOf(run.clone.cloneId).export + shard, spied!);
    await expect(run.translate()).rejects.toThrow('apps/v1 Deployment shop/web has other contents.');
  });
});

describe('a run that somebody approved', () => {
  // Promise: approved-only, applied-as-approved
  it('is held to what was approved, when it plans again and when it captures', async () => {
    const there = world();
    const [early, late] = [await there.start({ approval: true }), await there.start({ approval: true })];
    await early.ask();
    await late.ask();
    await late.goOn('arn:ann');
    await there.put(SPY);
    await expect(early.goOn('arn:ann')).rejects.toThrow(/arn:ann approved.*Deployment shop\/web has other contents/);
    await expect(late.capture()).rejects.toThrow(/arn:ann approved.*Deployment shop\/web has other contents/);
  });
});

describe('a run that nothing binds', () => {
  // Promise: changes-since-plan-are-told
  it('carries what its capture found, and its report names what differs from its plan', async () => {
    const there = world();
    const run = await there.start();
    await there.put(config('settings', 'b'));
    await there.put(config('new-one', 'x'));
    expect(await run.capture()).toEqual({ changed: 2 });
    expect(await run.translate()).toContainEqual(config('settings', 'b'));
    const { findings } = await run.report();
    expect(findings.filter(({ object }) => object.kind === 'ConfigMap')).toMatchObject([
      {
        severity: 'warning',
        object: { name: 'new-one' },
        sentence: expect.stringContaining('appeared since the plan'),
      },
      {
        severity: 'warning',
        object: { name: 'settings' },
        sentence: expect.stringContaining('changed since the plan'),
      },
    ]);
  });

  it('is refused when what came since the plan cannot be cloned', async () => {
    const there = world();
    const run = await there.start();
    await there.put(
      object('v1', 'PersistentVolumeClaim', 'efs', { spec: { volumeName: 'pv-efs', storageClassName: '' } }),
    );
    await there.put(
      wide('v1', 'PersistentVolume', 'pv-efs', {
        spec: {
          claimRef: { namespace: 'shop', name: 'efs' },
          csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-1' },
        },
      }),
    );
    await expect(run.capture()).rejects.toThrow('Claim shop/efs lies on Amazon EFS');
  });
});

/** What the list of the plan's objects says of one. */
async function plannedObject({ store }: PlannedWorld, { clone }: Run, name: string) {
  const { objects } = keysOf(clone.cloneId).planObjects;
  for await (const shard of readShards<ObjectRecord>(store, objects)) {
    const found = shard.find(({ ref }) => ref.name === name);
    if (found) return found;
  }
  return undefined;
}
