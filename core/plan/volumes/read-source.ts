import { KubeferryError } from '../../base/errors.ts';
import type { Key, KeyStore, Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { SourceKey } from '../../base/strategy.ts';
import { volumeKey } from '../../base/volume-key.ts';
import type { SourceIndex } from '../../translate/context.ts';

/** What EC2 says of the volumes behind the claims; a volume that does not exist is left out, for the plan to name. */
export function readSourceVolumes(storage: VolumeStorage, index: SourceIndex): Promise<Map<string, Volume>> {
  return readVolumes(
    storage,
    Object.values(index.claims).map((claim) => claim.volumeId),
  );
}

/** What its cloud says of these volumes, those that are there, by the ids that they are asked for; '' is none. */
export async function readVolumes(storage: VolumeStorage, given: string[]): Promise<Map<string, Volume>> {
  const ids = [...new Set(given)].filter((id) => id !== '');
  const found = ids.length === 0 ? [] : await present(storage, ids);
  const byKey = new Map(found.map((volume) => [volumeKey(volume.id), volume]));
  return new Map(
    ids.flatMap((id): [string, Volume][] => {
      const volume = byKey.get(volumeKey(id));
      return volume ? [[id, volume]] : [];
    }),
  );
}

/** The tags of the instances that volumes are attached to: what says whose nodes they are. */
export function readInstances(storage: Pick<VolumeStorage, 'instanceTags'>, volumes: Iterable<Volume>) {
  const ids = [...new Set([...volumes].flatMap(({ instanceIds }) => instanceIds))];
  return ids.length === 0 ? new Map<string, Record<string, string>>() : storage.instanceTags(ids);
}

async function present(storage: VolumeStorage, ids: string[]): Promise<Volume[]> {
  try {
    return await storage.describeVolumes(ids);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // One unknown id fails the whole call, so each is asked for alone.
    const single = await Promise.all(
      ids.map((id) => storage.describeVolumes([id]).catch((each) => (isNotFound(each) ? [] : Promise.reject(each)))),
    );
    return single.flat();
  }
}

/**
 * Whose each source key is, and which roles may use it: what sharing, creating and reading depend on. A key that the source
 * role may not even look at is a customer managed one, since `aws/ebs` lets its whole account look.
 */
export async function readSourceKeys(
  source: KeyStore,
  target: KeyStore,
  encrypted: readonly Pick<Volume, 'kmsKeyArn'>[],
): Promise<Map<string, SourceKey>> {
  const arns = new Set(encrypted.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  const keys = new Map<string, SourceKey>();
  for (const arn of arns) {
    const [seen, seenByTarget] = await Promise.all([look(source, arn), look(target, arn)]);
    const known = seen ?? seenByTarget;
    keys.set(arn, {
      customerManaged: known?.customerManaged ?? true,
      usableByTarget: seenByTarget?.enabled ?? false,
      ...(seen ? {} : { refusedToSource: true }),
      ...(known?.enabled === false ? { unusable: known.state ?? 'Disabled' } : {}),
    });
  }
  return keys;
}

/** Undefined for whom the key keeps out. */
const look = (keys: KeyStore, arn: string): Promise<Key | undefined> =>
  keys.describeKey(arn).catch((error: unknown) => {
    if (error instanceof KubeferryError && ['AccessDenied', 'NotFound'].includes(error.name)) return undefined;
    throw error;
  });

const isNotFound = (error: unknown) => error instanceof KubeferryError && error.name === 'NotFound';
