import { beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../core/base/ports/volume-storage.ts';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import { addSnapshot } from '../../../memory/ebs-making.ts';
import type { MemorySnapshot } from '../../../memory/ebs-world.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { PlannedWorld } from '../planned-world.ts';

/** Runs start at 10:00 of that day. */
const PROD = { account: '222233334444', region: 'us-east-1' };
const source = { ...PROD, cluster: 'prod', roleArn: 'r', externalId: 'x' };
const DLM = { 'aws:dlm:lifecycle-policy-id': 'policy-1' };
const ROUTE = { source: { ...source, allowSnapshots: ['aws:dlm:lifecycle-policy-id=policy-*'] } };
const NEWEST = { newest: { maxAgeHours: 24 } };

let world: PlannedWorld;
let volumeId: string;
beforeEach(() => {
  world = new PlannedWorld([]);
  [volumeId = ''] = [...world.ebs.volumes.keys()];
});

/** A snapshot that a policy of Data Lifecycle Manager has made of the claim's volume. */
function backup(given: Partial<Snapshot> = {}, held: Partial<MemorySnapshot> = {}): string {
  const described = { volumeId, sizeGiB: 4, encrypted: false, tags: DLM };
  const added = addSnapshot(world.ebs, PROD, described, { blocks: new Map(), madeBy: 'create', ...held });
  Object.assign(added.snapshot, { state: 'completed', startedAt: '2026-11-22T03:00:00.000Z', ...given });
  return added.snapshot.id;
}

const start = (origin: unknown, route: Partial<Clone['route']> = ROUTE, more: RequestInput = {}) =>
  world.start({ ...more, volumes: { ...more.volumes, origins: { 'shop/data': origin } } } as RequestInput, route);
const blockers = async (...given: Parameters<typeof start>) =>
  blockersOf((await start(...given)).planned).map(({ sentence }) => sentence);

describe('a claim that is copied from a snapshot of others', () => {
  // Promise: origin-leaves-production-alone
  it('comes from the very snapshot that the request names, and the source is asked for no other', async () => {
    const id = backup();
    const run = await start({ snapshot: id });
    expect(run.planned.volumes).toMatchObject([
      {
        claim: 'shop/data',
        origin: { kind: 'snapshot', snapshotId: id, foreign: true, takenAt: '2026-11-22T03:00:00.000Z' },
      },
    ]);
    const before = JSON.stringify([...world.ebs.snapshots.values()]);
    const storage = memoryVolumeStorage(world.ebs, PROD);
    await snapshotVolumes(storage, world.store, run.clone.cloneId, run.planned.volumes);
    expect(JSON.stringify([...world.ebs.snapshots.values()])).toBe(before);
    const [line = ''] = Buffer.from((await world.store.get(keysOf(run.clone.cloneId).volumes))!)
      .toString('utf8')
      .split('\n');
    expect(JSON.parse(line)).toMatchObject({ claim: 'shop/data', origin: { kind: 'snapshot', snapshotId: id } });
  });

  it('comes from the newest that is complete, has the tags, and is no older than it may be', async () => {
    backup();
    const id = backup({ startedAt: '2026-11-22T04:00:00.000Z', tags: { ...DLM, tier: 'gold' } });
    backup({ startedAt: '2026-11-22T05:00:00.000Z' });
    backup({ startedAt: '2026-11-22T06:00:00.000Z', tags: { ...DLM, tier: 'gold' }, state: 'pending' });
    backup({ startedAt: '2026-11-22T07:00:00.000Z', tags: { ...DLM, tier: 'gold' }, archived: true });
    const { planned } = await start({ newest: { maxAgeHours: 24, tags: { tier: 'gold' } } });
    expect(planned.volumes[0]?.origin).toMatchObject({ snapshotId: id });
    expect(planned.findings).toContainEqual(
      expect.objectContaining({
        severity: 'info',
        sentence: `Claim shop/data is copied from snapshot ${id} of 2026-11-22T04:00:00.000Z: what was written to it since is not in the clone.`,
      }),
    );
  });

  it('travels by the key of the snapshot, not of the volume', async () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:222233334444:key/ebs';
    world.ebs.keys.set(kmsKeyArn, { ...PROD, arn: kmsKeyArn, enabled: true, customerManaged: false });
    expect((await world.start({}, ROUTE)).planned.volumes[0]?.strategy).toBe('share-and-copy');
    const { planned } = await start({ snapshot: backup({ encrypted: true, kmsKeyArn }) });
    expect(planned.volumes[0]?.strategy).toBe('copy-blocks');
  });

  it('is as large as its volume, where that has grown since', async () => {
    const [held] = world.ebs.volumes.values();
    held!.volume.sizeGiB = 9;
    expect((await start({ snapshot: backup() })).planned.volumes[0]?.sizeGiB).toBe(9);
    expect((await start({ snapshot: backup({ sizeGiB: 12 }) })).planned.volumes[0]?.sizeGiB).toBe(12);
  });

  it('can be of a volume that is gone, where the route names the snapshot by its id', async () => {
    const id = backup();
    world.ebs.volumes.clear();
    const allowed = { source: { ...source, allowSnapshots: [id] } };
    expect((await start({ snapshot: id }, allowed)).planned.volumes).toMatchObject([
      { claim: 'shop/data', sizeGiB: 4, zone: 'eu-west-1a', volumeType: 'gp3', origin: { snapshotId: id } },
    ]);
    expect(await blockers({ snapshot: id })).toEqual([expect.stringContaining('is not in account 222233334444')]);
  });
});

describe('what cannot be copied from', () => {
  // Promise: refuses-other-origins
  it.each<[string, Partial<Snapshot>, RegExp]>([
    ['is not allowed by the route', { tags: { team: 'shop' } }, /is not among what route .*allowSnapshots/],
    ['is of another account', { ownerAccount: '999900001111' }, /is of account 999900001111, .*Copy it there/],
    ['is archived', { archived: true }, /is archived\. Restore it/],
    ['is not complete', { state: 'pending', progress: '42%' }, /is pending \(42%\), not completed\. Start again/],
    ['has failed', { state: 'error', stateMessage: 'key gone' }, /is error \(key gone\), not completed\. Name another/],
    ['a run of kubeferry removes', { tags: { ...DLM, 'kubeferry:made-by': 'kubeferry' } }, /run of kubeferry, which/],
    ['is of another volume', { volumeId: 'vol-ffffffff' }, /is of vol-ffffffff, and .*nothing proves whose data/],
  ])('a snapshot that %s is a blocker with the way out', async (_, given, sentence) => {
    const found = await blockers({ snapshot: backup(given) });
    expect(found).toEqual([expect.stringMatching(sentence)]);
    expect(found[0]).toContain('leave the entry out, so that the run takes a snapshot of its own');
  });

  it.each<[string, Partial<Snapshot>[], object, RegExp]>([
    ['there is none', [], NEWEST, /has none\. Take one, or leave/],
    [
      'none has the tags',
      [{}],
      { newest: { maxAgeHours: 24, tags: { tier: 'gold' } } },
      /none with the tags tier=gold/,
    ],
    ['none is allowed', [{ tags: {} }], NEWEST, /the newest of 1, .* is not among what route/],
    ['the newest is too old', [{ startedAt: '2026-11-20T10:00:00.000Z' }], NEWEST, /48 hours old, and it may be 24/],
  ])('where %s, asking for the newest is a blocker', async (_, given, origin, sentence) => {
    for (const each of given) backup(each);
    expect(await blockers(origin)).toEqual([expect.stringMatching(sentence)]);
  });

  it('a snapshot that does not exist is named', async () => {
    expect(await blockers({ snapshot: 'snap-0123456789abcdef0' })).toEqual([
      expect.stringContaining(
        'Snapshot snap-0123456789abcdef0, which volumes.origins names for claim shop/data, is not',
      ),
    ]);
  });

  it('a claim that the selection has not, or whose data is left behind, has no origin', async () => {
    const id = backup();
    const other = await world.start({ volumes: { origins: { 'shop/else': { snapshot: id } } } }, ROUTE);
    expect(blockersOf(other.planned)).toMatchObject([{ sentence: expect.stringContaining('in volumes.origins, but') }]);
    const skipped = await blockers({ snapshot: id }, ROUTE, { volumes: { claims: { 'shop/data': 'skip' } } });
    expect(skipped).toEqual([expect.stringContaining('Take one of both out')]);
  });

  it('a cut-over never copies what is older than its quiesce', async () => {
    const more = { cutOver: true, profile: 'migrate', quiesce: { scaleToZero: true } } as const;
    const found = await blockers({ snapshot: backup() }, { ...ROUTE, mayQuiesce: true }, more);
    expect(found).toEqual([expect.stringContaining('a cut-over would leave behind what was written since')]);
  });
});
