import type { Finding } from '../../kube/finding.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import { KubeferryError } from '../base/errors.ts';
import type { DriverRights } from '../base/ports/driver-rights.ts';
import type { KeyStore, VolumeStorage } from '../base/ports/volume-storage.ts';
import type { Route } from '../base/request/route.ts';
import { isEbs } from '../translate/tables/drivers.ts';
import { arnOfKey, keyOfClass } from './keys/class-key.ts';
import { examineKey, type KeyUse } from './keys/examine-key.ts';
import { tellKey } from './keys/tell-key.ts';
import { KEY_POLICY_RULE } from './plan.ts';

/**
 * Keys of the target's classes that claims of the clone are on: volumes that these provision later, for more replicas say,
 * are under them. Only warnings, since what the run copies is under the key of the route.
 */
export async function classKeyFindings(
  looks: { keys: KeyStore; storage: VolumeStorage; drivers?: DriverRights },
  { target }: Pick<Route, 'target'>,
  classes: readonly KubeObject[],
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const each of classes) {
    const key = keyOfClass(each);
    if (!key || !isEbs(String(each.provisioner ?? ''))) continue;
    const use = await useOf(looks, arnOfKey(key, target), target);
    const told = use && tellKey(use, key, target);
    if (!told) continue;
    const sentence = `Class "${each.metadata.name}" provisions volumes under key ${key}. ${told.sentence} Statement: ${told.statement}`;
    const object = refOf(each);
    found.push({ severity: 'warning', object, path: '/parameters', rule: KEY_POLICY_RULE, sentence });
  }
  return found;
}

/** Undefined for a key that does not exist, or that the run looks at anyway. */
async function useOf(
  looks: { keys: KeyStore; storage: VolumeStorage; drivers?: DriverRights },
  name: string,
  target: Route['target'],
): Promise<KeyUse | undefined> {
  try {
    const arn = name.includes(':alias/') ? (await looks.keys.describeKey(name)).arn : name;
    return arn === target.kmsKeyArn ? undefined : await examineKey(looks, arn, target);
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    if (error.name === 'AccessDenied') return { answer: 'unread', why: error.message };
    if (error.name === 'NotFound') return undefined;
    throw error;
  }
}
