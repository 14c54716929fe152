import { KubeferryError } from '../../base/errors.ts';
import type { DriverRights } from '../../base/ports/driver-rights.ts';
import type { KeyStore, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attaching, type DriverPlace, mayAttach } from './may-attach.ts';

/** What is known of a key that volumes of a cluster are to be attached under. */
export type KeyUse =
  | Attaching
  | { answer: 'seen' }
  | { answer: 'unread'; why: string }
  | { answer: 'role-may' | 'role-may-not'; roleArn: string };

interface Looks {
  keys: Pick<KeyStore, 'keyPolicy'>;
  storage: Pick<VolumeStorage, 'findVolumes'>;
  /** Of a cluster that is there. */
  drivers?: DriverRights;
}

/**
 * What the policy of a key says of the driver that attaches volumes in `place`. Where it leaves that to others, a volume of
 * the cluster that is attached under the key is the proof (`seen`), or the driver's role is asked for. Throws NotFound.
 */
export async function examineKey(
  { keys, storage, drivers }: Looks,
  keyArn: string,
  place: DriverPlace & { cluster: string },
): Promise<KeyUse> {
  const said = await keys.keyPolicy(keyArn).then((policy): KeyUse => mayAttach(policy, place), unread);
  if (['anybody', 'denied'].includes(said.answer)) return said;
  if (await hasAttached(storage, keyArn, place.cluster)) return { answer: 'seen' };
  const right = said.answer === 'left-to-iam' ? await drivers?.mayGrant(keyArn) : undefined;
  return right ? { answer: right.allowed ? 'role-may' : 'role-may-not', roleArn: right.roleArn } : said;
}

function unread(error: unknown): KeyUse {
  if (error instanceof KubeferryError && error.name === 'AccessDenied') return { answer: 'unread', why: error.message };
  throw error;
}

/** The tags by which drivers know their cluster's volumes, also those that a clone has made. */
async function hasAttached(storage: Looks['storage'], keyArn: string, cluster: string): Promise<boolean> {
  const tags = [{ [`kubernetes.io/cluster/${cluster}`]: 'owned' }, { 'eks:eks-cluster-name': cluster }];
  const found = await Promise.all(tags.map((each) => storage.findVolumes(each)));
  return found.flat().some(({ kmsKeyArn, instanceIds }) => kmsKeyArn === keyArn && instanceIds.length > 0);
}
