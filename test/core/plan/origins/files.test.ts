import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { Entry, FoundSnapshot, SnapshotWish } from '../../../../core/base/ports/file-repository.ts';
import type { Repository } from '../../../../core/base/request/repository.ts';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import { PlannedWorld } from '../planned-world.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:222233334444:secret:restic-abcdef';
const RESTIC: Repository = { type: 'restic', bucket: 'backups', prefix: 'restic/{namespace}/{claim}', secret: SECRET };
const ROUTE = { repositories: { nightly: RESTIC } };
const FOUND: FoundSnapshot = {
  id: '3e6fe542a6a8dfee',
  time: '2026-11-22T05:00:00.5+02:00',
  host: 'volsync',
  paths: ['/data'],
  root: '…',
  losses: [],
};

let asked: { repository: Repository; wish: SnapshotWish }[];
let answer: () => FoundSnapshot;
let walked: Entry[] | undefined;
let world: PlannedWorld;
beforeEach(() => {
  world = new PlannedWorld([]);
  asked = [];
  walked = undefined;
  answer = () => FOUND;
  world.openRepository = async (repository) => ({
    find: async (wish) => {
      asked.push({ repository, wish });
      return answer();
    },
    async *walk() {
      yield* walked ?? expect.unreachable();
    },
    locate: () => expect.unreachable(),
    open: () => expect.unreachable(),
  });
});

const start = (origin: unknown, volumes: RequestInput['volumes'] = {}) =>
  world.start({ volumes: { ...volumes, origins: { 'shop/data': origin } } } as RequestInput, ROUTE);
const blockers = async (...given: Parameters<typeof start>) =>
  blockersOf((await start(...given)).planned).map(({ sentence }) => sentence);

it('takes the files of a claim from its repository, and no snapshot of its volume', async () => {
  const { planned } = await start({ repository: 'nightly', snapshot: 'latest', host: 'volsync' });
  expect(blockersOf(planned)).toEqual([]);
  expect(planned.volumes).toMatchObject([
    {
      claim: 'shop/data',
      strategy: 'write-image',
      reason: 'its files come from repository "nightly"',
      origin: {
        kind: 'files',
        name: 'nightly',
        snapshotId: '3e6fe542a6a8dfee',
        takenAt: '2026-11-22T03:00:00.500Z',
        repository: { type: 'restic', bucket: 'backups', prefix: 'restic/shop/data' },
      },
    },
  ]);
  expect(asked).toMatchObject([{ repository: { prefix: 'restic/shop/data' }, wish: { host: 'volsync' } }]);
  expect(asked[0]?.wish.snapshot).toBeUndefined();
});

it('says what the backup does not keep', async () => {
  answer = () => ({ ...FOUND, losses: ['extended attributes', 'ACLs', 'hard links'] });
  const { planned } = await start({ repository: 'nightly' });
  expect(planned.findings).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      sentence:
        'Claim shop/data comes from a backup by restic, which does not keep extended attributes, ACLs and hard links. If the workload needs them, copy it from a snapshot of its volume instead (leave its entry in volumes.origins out).',
    }),
  );
});

it('refuses a volume that is too small for the files', async () => {
  answer = () => ({ ...FOUND, bytes: 5 * 2 ** 30, losses: ['hard links'] });
  expect(await blockers({ repository: 'nightly' })).toEqual([
    'Claim shop/data is to have a volume of 4 GiB, and its files in repository "nightly" need 6 GiB. Ask for as many in volumes.sizes["shop/data"], name a folder of the snapshot (path), or leave the entry out.',
  ]);
  expect(await blockers({ repository: 'nightly' }, { sizes: { 'shop/data': 6 } })).toEqual([]);
});

it('counts a file of several names once, where that decides whether the volume has room', async () => {
  answer = () => ({ ...FOUND, bytes: 6 * 2 ** 30 });
  const file = (name: string, sameAs?: string) => ({
    ...{ ...NO_FACTS, depth: 1, name: Buffer.from(name), kind: 'file' as const, size: 2 ** 30 },
    ...(sameAs ? { sameAs } : {}),
  });
  const linked = [file('a', '1:7'), file('b', '1:7'), file('c', '1:7'), file('d', '1:8'), file('e', '1:8')];
  walked = [...linked, file('f')];
  expect(await blockers({ repository: 'nightly' })).toEqual([]);
  walked = [...linked, file('f'), file('g')];
  expect(await blockers({ repository: 'nightly' })).toEqual([expect.stringContaining('need 5 GiB')]);
});

it('takes an image of a disk as the disk where the request says that it is one', async () => {
  const disk = [
    { depth: 0, name: new Uint8Array(), kind: 'directory' as const },
    { depth: 1, name: Buffer.from('disk.img'), kind: 'file' as const, size: 5 * 2 ** 30 },
  ].map((each) => ({ ...NO_FACTS, ...each }));
  walked = disk;
  expect(await blockers({ repository: 'nightly', image: true })).toEqual([
    'Claim shop/data is to have a volume of 4 GiB, and the device that repository "nightly" has of it takes 5 GiB. Ask for as many in volumes.sizes["shop/data"], or leave the entry out.',
  ]);
  const { planned } = await start({ repository: 'nightly', image: true }, { sizes: { 'shop/data': 5 } });
  expect(planned.volumes).toMatchObject([{ origin: { kind: 'image', bytes: 5 * 2 ** 30, losses: [] } }]);
  walked = [...disk, { ...disk[1]!, name: Buffer.from('other.img') }];
  expect(await blockers({ repository: 'nightly', image: true })).toEqual([
    expect.stringContaining('the snapshot holds more than one file, such as "disk.img" and "other.img"'),
  ]);
});
const NO_FACTS: Omit<Entry, 'depth' | 'name' | 'kind'> = {
  permissions: 0o600,
  uid: 0,
  gid: 0,
  accessed: 0n,
  modified: 0n,
  changed: 0n,
  size: 0,
  pieces: [],
  xattrs: [],
};

// Promise: folders-by-the-route-alone
describe('a repository that all namespaces share', () => {
  const share = (...folders: string[]) => {
    ROUTE.repositories.nightly = { ...RESTIC, prefix: 'all', folders };
  };
  afterEach(() => {
    ROUTE.repositories.nightly = RESTIC;
  });

  it('gives a claim the one folder that the route has for it', async () => {
    share('/data/{namespace}/{claim}');
    const { planned } = await start({ repository: 'nightly' });
    expect(planned.volumes).toMatchObject([{ origin: { path: '/data/shop/data', repository: { prefix: 'all' } } }]);
    expect(asked).toMatchObject([{ wish: { path: '/data/shop/data' } }]);
  });

  it.each(['/data/pay/cards', '/data/shop/../pay', '/data/shopping'])('does not give it %s', async (path) => {
    share('/data/{namespace}');
    expect(await blockers({ repository: 'nightly', path })).toEqual([
      `Claim shop/data is to be copied from repository "nightly" by its folder "${path}", and the route lets it have "/data/shop" or what is below. Name such a folder (path), or add one to the repository's folders in kubeferry.config.ts and deploy the hub.`,
    ]);
    expect(asked).toEqual([]);
  });

  it('asks which, where the route has several', async () => {
    share('/data/{namespace}', '/media/{namespace}');
    expect(await blockers({ repository: 'nightly' })).toEqual([
      expect.stringContaining('and names no folder of it, and the route lets it have "/data/shop", "/media/shop"'),
    ]);
    expect(await blockers({ repository: 'nightly', path: '/media/shop/old' })).toEqual([]);
  });
});

it('refuses a repository that the route does not name', async () => {
  expect(await blockers({ repository: 'weekly' })).toEqual([
    'Claim shop/data is to be copied from repository "weekly", and route "prod-to-dev" has only "nightly". Name it in the route\'s repositories in kubeferry.config.ts, and deploy the hub and the members.',
  ]);
});

// Promise: refuses-unreadable-files
it('says why a repository cannot be read', async () => {
  answer = () => {
    throw new KubeferryError('WrongPassword', 'None of the 2 keys opens.');
  };
  expect(await blockers({ repository: 'nightly' })).toEqual([
    'Claim shop/data cannot be copied from repository "nightly": None of the 2 keys opens.',
  ]);
});

it('asks again later when a service fails', async () => {
  answer = () => {
    throw new KubeferryError('Unavailable', 'S3 is slow.');
  };
  await expect(start({ repository: 'nightly' })).rejects.toMatchObject({ name: 'Unavailable' });
});

it('refuses a claim that is to travel otherwise', async () => {
  expect(await blockers({ repository: 'nightly' }, { claims: { 'shop/data': 'copy-blocks' } })).toEqual([
    'Claim shop/data is to be copied from repository "nightly", which only "write-image" does, and volumes.claims asks for "copy-blocks". Take one of both out.',
  ]);
  expect(await blockers({ repository: 'nightly' }, { claims: { 'shop/data': 'skip' } })).toEqual([
    'Claim shop/data has an entry in volumes.origins, and its data is left behind ("skip"). Take one of both out.',
  ]);
});

it('writes no image of a claim without a repository', async () => {
  const { planned } = await world.start({ volumes: { claims: { 'shop/data': 'write-image' } } }, ROUTE);
  expect(blockersOf(planned).map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(
      /^Volume vol-\w+ of claim shop\/data cannot be written from files: the request names no repository for its claim in volumes\.origins\. Use the strategy "share-and-copy" or "copy-blocks" for it, or "auto"\.$/,
    ),
  ]);
});
