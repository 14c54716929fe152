import { KubeferryError } from '../../core/base/errors.ts';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { KeyPolicy } from '../../core/base/ports/key-policy.ts';
import type { Key, Snapshot, Volume } from '../../core/base/ports/volume-storage.ts';
import type { Clock } from '../../time/clock.ts';

/** One account in one Region: what an AWS endpoint with credentials looks at. */
export interface MemoryPlace {
  account: string;
  region: string;
}

/** Written blocks by index, each of BLOCK_BYTES. */
export type Blocks = Map<number, Uint8Array>;

export interface MemoryVolume extends MemoryPlace {
  volume: Volume;
  blocks: Blocks;
  availableAt: number;
}

export interface MemorySnapshot extends MemoryPlace {
  snapshot: Snapshot;
  blocks: Blocks;
  /** When it leaves `pending`; never, for one that is being written block by block. */
  readyAt: number;
  endsAs: 'completed' | 'error';
  endMessage?: string;
  sharedWith: Set<string>;
  madeBy: 'create' | 'copy' | 'blocks';
  /** Indexes of the blocks that were put, of one that is written block by block. */
  put?: Set<number>;
}

export interface MemoryInstance extends MemoryPlace {
  rootVolumeId: string;
  dataVolumeIds: string[];
  tags: Record<string, string>;
}

/** A small EBS for all accounts and Regions. Things take `delayMs` of the clock to get ready. */
export interface EbsWorld {
  clock: Clock;
  delayMs: number;
  /** How many ids were given: none is given twice, also of what is gone. */
  made: number;
  volumes: Map<string, MemoryVolume>;
  snapshots: Map<string, MemorySnapshot>;
  instances: Map<string, MemoryInstance>;
  /** A key without a policy of its own has the account's default: it leaves all to IAM. */
  /** `refuses` is what KMS says to who may not read the policy. */
  keys: Map<string, Key & MemoryPlace & { policy?: KeyPolicy; refuses?: string }>;
  /** ClientToken of a place -> id. */
  tokens: Map<string, string>;
  /** Region -> names of its zones. */
  zones: Map<string, string[]>;
  /** Subnet id -> its zone. */
  subnets: Map<string, string>;
}

export function ebsWorld(clock: Clock, delayMs = 30_000): EbsWorld {
  return {
    clock,
    delayMs,
    made: 0,
    volumes: new Map(),
    snapshots: new Map(),
    instances: new Map(),
    keys: new Map(),
    tokens: new Map(),
    zones: new Map(),
    subnets: new Map(),
  };
}

/** Places a ready volume in the world, as somebody else's provisioner would. */
export function addVolume(
  world: EbsWorld,
  place: MemoryPlace,
  zone: string,
  sizeGiB: number,
  extra: Partial<Volume> = {},
) {
  const volume: Volume = {
    id: newId(world, 'vol'),
    state: 'available',
    zone,
    sizeGiB,
    type: 'gp3',
    encrypted: false,
    instanceIds: [],
    tags: {},
    ...extra,
  };
  const added: MemoryVolume = { ...place, volume, blocks: new Map(), availableAt: 0 };
  world.volumes.set(volume.id, added);
  return added;
}

export function addInstance(world: EbsWorld, place: MemoryPlace, root: MemoryVolume, data: MemoryVolume[]): string {
  const id = newId(world, 'i');
  for (const { volume } of [root, ...data]) Object.assign(volume, { state: 'in-use', instanceIds: [id] });
  const dataVolumeIds = data.map(({ volume }) => volume.id);
  world.instances.set(id, { ...place, rootVolumeId: root.volume.id, dataVolumeIds, tags: {} });
  return id;
}

/** Ids have the length of real ones. */
export function newId(world: EbsWorld, prefix: 'vol' | 'snap' | 'i'): string {
  world.made += 1;
  return `${prefix}-${world.made.toString(16).padStart(17, '0')}`;
}

export const isAt = (thing: MemoryPlace, place: MemoryPlace) =>
  thing.account === place.account && thing.region === place.region;

/** A snapshot with the state that it has by now. */
export function snapshotNow(world: EbsWorld, held: MemorySnapshot): Snapshot {
  if (held.snapshot.state === 'pending' && world.clock.now().getTime() >= held.readyAt) {
    held.snapshot.state = held.endsAs;
    if (held.endMessage) held.snapshot.stateMessage = held.endMessage;
    held.snapshot.progress = held.endsAs === 'completed' ? '100%' : '0%';
  }
  const { state } = held.snapshot;
  const size = state === 'completed' ? { fullSizeBytes: held.blocks.size * BLOCK_BYTES } : {};
  return structuredClone({ ...held.snapshot, ...size });
}

export function volumeNow(world: EbsWorld, held: MemoryVolume): Volume {
  if (held.volume.state === 'creating' && world.clock.now().getTime() >= held.availableAt) {
    held.volume.state = 'available';
  }
  return structuredClone(held.volume);
}

export function notThere(kind: string, ids: string[], { account, region }: MemoryPlace): KubeferryError {
  return new KubeferryError('NotFound', `There is no ${kind} ${ids.join(', ')} in account ${account}, ${region}.`);
}
