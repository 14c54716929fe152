import { expect, it } from 'vitest';
import { KubeferryError } from '../../../core/base/errors.ts';
import type { RequestInput } from '../../../core/base/request/request.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { blockersOf, type Plan } from '../../../core/plan/plan.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { deployment, object, PlannedWorld, wide } from './planned-world.ts';

const MOUNTS = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const ASKED: RequestInput = {
  ...{ profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } },
  volumes: { strategy: 'hand-over' },
};
const ROUTE = {
  ...{ handOver: true, mayQuiesce: true },
  target: { account: '222233334444', region: 'us-east-1', cluster: 'green', kmsKeyArn: 'key' },
} as unknown as Partial<Clone['route']>;

interface Given {
  route?: Partial<Clone['route']>;
  may?: ConstructorParameters<typeof PlannedWorld>[1];
  /** What the source says to dry runs of changes. */
  answer?: (spec: object) => void;
}

async function planned(more: KubeObject[], { route = ROUTE, may, answer }: Given = {}) {
  const world = new PlannedWorld([deployment('web', {}, 1, MOUNTS), ...more], may);
  const { merge } = world.source;
  world.source.merge = async (ref, patch, options) => {
    if (options.dryRun) answer?.(patch.spec as object);
    return merge(ref, patch, options);
  };
  const labels = { 'topology.kubernetes.io/zone': 'us-east-1a' };
  const node = { ...wide('v1', 'Node', 'green-1'), metadata: { name: 'green-1', labels } };
  await world.target.create(node, { manager: 'test' });
  return { world, run: await world.start(ASKED, route) };
}
const sayings = (plan: Plan) => blockersOf(plan).map(({ sentence }) => sentence);

it('hands a volume over that only workloads of the selection mount, and translates its very id with the policy Retain', async () => {
  const { world, run } = await planned([]);
  expect(sayings(run.planned)).toEqual([]);
  const [id] = [...world.ebs.volumes.keys()];
  expect(run.planned.volumes).toMatchObject([{ strategy: 'hand-over', sourceVolumeId: id, zone: 'us-east-1a' }]);
  await run.capture();
  await world.store.put(
    `clones/${run.clone.cloneId}/volumes/shop.data.json`,
    JSON.stringify({ claim: 'shop/data', volumeId: id, handedOver: true }),
  );
  const volume = (await run.translate()).find(({ kind }) => kind === 'PersistentVolume');
  expect(volume?.spec).toMatchObject({ csi: { volumeHandle: id }, persistentVolumeReclaimPolicy: 'Retain' });
});

// Promise: refuses-handing-over
it('is blocked where a pod beside the selection mounts the claim', async () => {
  const { run } = await planned([object('v1', 'Pod', 'backup', { spec: MOUNTS })]);
  expect(sayings(run.planned)).toContainEqual(
    expect.stringContaining('v1 Pod shop/backup uses its claim as well, and the run does not quiesce that'),
  );
});

it('is blocked on a route that does not allow it', async () => {
  const { run } = await planned([], { route: { ...ROUTE, handOver: false } });
  expect(sayings(run.planned)).toEqual([
    expect.stringContaining('cannot be handed over: the route does not allow it ("handOver": true)'),
  ]);
});

// Promise: refuses-handing-over
it('is blocked where RBAC does not let runs change PersistentVolumes, with what to apply', async () => {
  const may: Given['may'] = ({ resourceAttributes: { resource } }) => resource !== 'persistentvolumes';
  const { run } = await planned([], { may });
  expect(sayings(run.planned)).toEqual([expect.stringContaining('kubeferry rbac --hand-over | kubectl apply -f -')]);
});

// Promise: refuses-handing-over
it('is blocked where the source would refuse the change of a PersistentVolume, before anything of it is down', async () => {
  const asked: object[] = [];
  const { world, run } = await planned([], {
    answer: (spec) => {
      asked.push(spec);
      if ('claimRef' in spec)
        throw new KubeferryError('AccessDenied', 'admission webhook "pv.example" denied the request.');
    },
  });
  expect(sayings(run.planned)).toEqual([
    expect.stringContaining(
      'its cluster would refuse the change of PersistentVolume pv-data (admission webhook "pv.example" denied the request)',
    ),
  ]);
  expect(asked).toEqual([{ persistentVolumeReclaimPolicy: 'Retain' }, { claimRef: { uid: expect.any(String) } }]);
  const volume = await world.source.get({ apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-data' });
  expect(volume?.spec).not.toHaveProperty('persistentVolumeReclaimPolicy');
  expect(volume?.spec).not.toHaveProperty('claimRef.uid');
});
