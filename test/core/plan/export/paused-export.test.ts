import { describe, expect, it } from 'vitest';
import { Selection } from '../../../../core/base/request/request.ts';
import { readShards } from '../../../../core/base/run/records.ts';
import { exportManifests } from '../../../../core/plan/export/export-manifests.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const TEAMS = ['team-a', 'team-b', 'team-c'];
const PAGES_OF_TWO = 2;

const of = (namespace: string, apiVersion: string, kind: string, name: string, fields: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { namespace, name, uid: `${kind}-${namespace}-${name}` },
  ...fields,
});
const wide = (apiVersion: string, kind: string, name: string, fields: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...fields,
});

const SOURCE = [
  ...TEAMS.map((name) => wide('v1', 'Namespace', name)),
  ...TEAMS.flatMap((team) => [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => of(team, 'v1', 'ConfigMap', name)),
    ...['x', 'y', 'z'].map((name) => of(team, 'v1', 'Secret', name)),
    of(team, 'v1', 'Service', 'web', { spec: { selector: { app: 'web' } } }),
    of(team, 'v1', 'PersistentVolumeClaim', 'data', {
      spec: { volumeName: `volume-${team}`, storageClassName: 'gp3' },
    }),
  ]),
  ...TEAMS.map((team) =>
    wide('v1', 'PersistentVolume', `volume-${team}`, {
      spec: {
        claimRef: { namespace: team, name: 'data' },
        csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${team}` },
      },
    }),
  ),
  wide('storage.k8s.io/v1', 'StorageClass', 'gp3', { provisioner: 'ebs.csi.aws.com' }),
  wide('storage.k8s.io/v1', 'StorageClass', 'nobody-needs-it', { provisioner: 'ebs.csi.aws.com' }),
];

/** A source with small pages. */
function sourceOf(change: Partial<ClusterApi> = {}): ClusterApi {
  const memory = memoryCluster({ objects: SOURCE });
  const list: ClusterApi['list'] = (resource, options) => memory.list(resource, { ...options, limit: PAGES_OF_TWO });
  return { ...memory, list, ...change };
}

interface Asked {
  api?: ClusterApi;
  selection?: object;
  since?: string;
  isOver?: () => boolean;
}

/** A bucket, and a function that exports into it: it has time for one page, and is asked again as long as it says NotYet. */
function exporter() {
  const store = memoryObjectStore();
  const once = async ({ api = sourceOf(), selection = {}, since = 'today', isOver = () => true }: Asked = {}) => {
    const pausing = { key: 'so-far.json', since, isOver };
    const place = { store, prefix: 'export/', indexKey: 'index.json', pausing };
    return exportManifests(api, Selection.parse(selection), place).catch((error: Error) => {
      if (error.name !== 'NotYet') throw error;
      return error.message;
    });
  };
  const whole = async (asked: Asked = {}) => {
    for (let invocations = 1; ; invocations++) {
      const answer = await once(asked);
      if (typeof answer !== 'string') return { ...answer, invocations };
    }
  };
  const objects = async () => {
    const found: string[] = [];
    for await (const page of readShards<KubeObject>(store, 'export/'))
      found.push(...page.map((each) => refText(refOf(each))));
    return found;
  };
  return { store, once, whole, objects };
}

const inOneGo = async (selection?: object) => {
  const run = exporter();
  const answer = await run.whole({ isOver: () => false, ...(selection ? { selection } : {}) });
  return { answer, objects: await run.objects() };
};

// Promise: export-goes-on
describe('an export that takes more than one invocation', () => {
  it.each([
    ['of the whole source', undefined],
    ['of some namespaces', { namespaces: ['team-a', 'team-c'] }],
    ['of one namespace', { namespaces: ['team-b'] }],
    ['of what has a label', { namespaces: ['team-a', 'team-b'], labelSelector: 'app!=nothing' }],
  ])('%s comes to the same objects and the same facts as one that does not', async (_, selection) => {
    const run = exporter();
    const { invocations, shards, ...answer } = await run.whole(selection ? { selection } : {});
    const wanted = await inOneGo(selection);
    expect(invocations).toBeGreaterThan(10);
    expect(await run.objects()).toEqual(wanted.objects);
    expect(answer).toEqual({ ...wanted.answer, shards: undefined, invocations: undefined });
    expect(shards).toBeGreaterThan(1);
    expect(wanted.objects).toContain('storage.k8s.io/v1 StorageClass gp3');
    expect(wanted.objects).not.toContain('storage.k8s.io/v1 StorageClass nobody-needs-it');
  });

  it('says how far it is', async () => {
    const run = exporter();
    expect(await run.once()).toMatch(
      /^The source is being exported: \d+ objects so far, \d+ of \d+ kinds are complete\.$/,
    );
  });

  it('lists nothing again that it has, and discovers nothing again', async () => {
    const lists: string[] = [];
    let discoveries = 0;
    const source = sourceOf();
    const api = sourceOf({
      list: (resource, options) => {
        lists.push(`${resource.kind} ${options?.namespace ?? '*'} ${options?.from ?? ''}`);
        return source.list(resource, options);
      },
      discover: async () => {
        discoveries++;
        return source.discover();
      },
    });
    const run = exporter();
    for (let invocations = 0; invocations < 6; invocations++) await run.once({ api });
    const before = lists.length;
    await run.once({ api, isOver: () => false });
    expect(discoveries).toBe(1);
    expect(lists.slice(before).filter((list) => list.startsWith('Namespace'))).toHaveLength(1);
    expect(new Set(await run.objects()).size).toBe((await run.objects()).length);
  });

  it('that is killed goes on where the last one stopped', async () => {
    const run = exporter();
    for (let invocations = 0; invocations < 5; invocations++) await run.once();
    let lists = 0;
    const source = sourceOf();
    const dying = sourceOf({
      list: (resource, options) => {
        if (++lists > 6) throw new Error('killed');
        return source.list(resource, options);
      },
    });
    await expect(run.once({ api: dying, isOver: () => false })).rejects.toThrow('killed');
    await run.whole();
    expect(await run.objects()).toEqual((await inOneGo()).objects);
  });

  it('begins again when the state is entered again, with what the source has by then', async () => {
    const run = exporter();
    for (let invocations = 0; invocations < 8; invocations++) await run.once();
    const later = memoryCluster({ objects: SOURCE.filter(({ metadata }) => metadata.name !== 'a') });
    await run.whole({ api: later, since: 'tomorrow' });
    expect(await run.objects()).not.toContain('v1 ConfigMap team-a/a');
    expect(await run.store.get('so-far.json')).toBeUndefined();
  });

  it('has nothing twice of a list that the server begins again', async () => {
    const run = exporter();
    for (let invocations = 0; invocations < 12; invocations++) await run.once();
    await run.once({ api: forgetful(), isOver: () => false });
    expect((await run.objects()).toSorted()).toEqual((await inOneGo()).objects.toSorted());
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'has nothing twice of a list that begins again, and goes on later (%i)',
    async (stops) => {
      const run = exporter();
      for (let invocations = 0; invocations < stops; invocations++) await run.once();
      await run.once({ api: forgetful() });
      await run.whole();
      expect((await run.objects()).toSorted()).toEqual((await inOneGo()).objects.toSorted());
    },
  );

  it('lacks nothing of a list that begins again where an invocation before was killed', async () => {
    const run = exporter();
    for (let invocations = 0; invocations < 12; invocations++) await run.once();
    const kept = await run.store.get('so-far.json');
    // As one leaves it that was killed at its end.
    await run.once({ api: forgetful(), isOver: () => false });
    await run.store.put('so-far.json', kept!);
    await run.once({ api: forgetful(), isOver: () => false });
    expect((await run.objects()).toSorted()).toEqual((await inOneGo()).objects.toSorted());
  });
});

/** A source that knows no token of an earlier invocation. */
function forgetful(): ClusterApi {
  const source = sourceOf();
  return sourceOf({
    list: (resource, { from, told, ...options } = {}) =>
      source.list(resource, { ...options, told: (rest) => told?.({ ...rest, ...(from ? { again: true } : {}) }) }),
  });
}
