import { randomBytes } from 'node:crypto';
import { readAt, writeAt } from './block-data.ts';
import type { Place, Snapshot, Volume } from './records.ts';

export type { Snapshot } from './records.ts';

/** How long things take, in milliseconds of the clock. */
export interface Durations {
  createVolume: number;
  attach: number;
  snapshot: number;
  snapshotPerGiB: number;
  copy: number;
  copyPerGiB: number;
  seal: number;
}

const DURATIONS: Durations = {
  createVolume: 3_000,
  attach: 2_000,
  snapshot: 10_000,
  snapshotPerGiB: 2_000,
  copy: 20_000,
  copyPerGiB: 4_000,
  seal: 5_000,
};

/** All of EC2's block storage on this machine, and the in-process door to it for loaders and proofs. */
export interface Ec2State {
  durations: Durations;
  place(account: string, region: string): Place;
  /** Of all accounts, as far as they have been asked for. */
  places(): Place[];
  /** A snapshot of any account in one Region: sharing and reading cross accounts, never Regions. */
  findSnapshot(region: string, id: string): Snapshot | undefined;
  /** Of all accounts. */
  snapshotsIn(region: string): Snapshot[];
  findVolume(id: string): Volume | undefined;
  /** `vol-0a1b…`: the prefix and 17 hexadecimal digits. */
  newId(prefix: string): string;
  /** Writes into a volume as an operating system would. Throws when there is no such volume or it is too small. */
  writeVolume(volumeId: string, byteOffset: number, bytes: Uint8Array): void;
  readVolume(volumeId: string, byteOffset: number, length: number): Buffer;
  /** Written blocks of a volume or snapshot of any account: index -> bytes; do not change them. */
  blocksOf(id: string): Map<number, Buffer>;
}

/** `randomHex(n)` gives n hexadecimal digits; from the machine's randomness when left out. */
export function createEc2State(
  options: { durations?: Partial<Durations>; randomHex?: (digits: number) => string } = {},
): Ec2State {
  const randomHex = options.randomHex ?? ((digits) => randomBytes(digits).toString('hex').slice(0, digits));
  const places = new Map<string, Place>();
  const state: Ec2State = {
    durations: { ...DURATIONS, ...options.durations },
    place(account, region) {
      const key = `${account} ${region}`;
      const place = places.get(key) ?? emptyPlace(account, region);
      places.set(key, place);
      return place;
    },
    places: () => [...places.values()],
    findSnapshot: (region, id) =>
      findMap(
        [...places.values()].filter((place) => place.region === region),
        (place) => place.snapshots.get(id),
      ),
    snapshotsIn: (region) =>
      [...places.values()].filter((place) => place.region === region).flatMap((place) => [...place.snapshots.values()]),
    findVolume: (id) => findMap(places.values(), (place) => place.volumes.get(id)),
    newId: (prefix) => `${prefix}-0${randomHex(16)}`,
    writeVolume(volumeId, byteOffset, bytes) {
      const volume = inside(state, volumeId, byteOffset, bytes.length);
      writeAt(volume.data, byteOffset, bytes);
    },
    readVolume(volumeId, byteOffset, length) {
      return readAt(inside(state, volumeId, byteOffset, length).data, byteOffset, length);
    },
    blocksOf(id) {
      const thing = state.findVolume(id) ?? findMap(places.values(), (place) => place.snapshots.get(id));
      if (!thing) throw new Error(`There is no volume or snapshot ${id} in the local cloud.`);
      return new Map(thing.data.indexes().map((index) => [index, thing.data.get(index)!]));
    },
  };
  return state;
}

const emptyPlace = (account: string, region: string): Place => ({
  account,
  region,
  volumes: new Map(),
  snapshots: new Map(),
  instances: new Map(),
  launchTemplates: new Map(),
  tokens: new Map(),
  lastCopies: new Map(),
  encryptionByDefault: false,
});

function findMap<T, U>(items: Iterable<T>, find: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inside(state: Ec2State, volumeId: string, byteOffset: number, length: number): Volume {
  const volume = state.findVolume(volumeId);
  if (!volume) throw new Error(`There is no volume ${volumeId} in the local cloud.`);
  if (byteOffset < 0 || byteOffset + length > volume.sizeGiB * 2 ** 30) {
    throw new Error(`${length} bytes at ${byteOffset} do not fit into ${volumeId}, which has ${volume.sizeGiB} GiB.`);
  }
  return volume;
}
