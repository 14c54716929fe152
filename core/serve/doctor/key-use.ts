import type { Key } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { arnOfKey } from '../../plan/keys/class-key.ts';
import { examineKey } from '../../plan/keys/examine-key.ts';
import { EBS_AUTO_MODE, EBS_CSI } from '../../translate/tables/drivers.ts';
import type { EndTools } from './end-tools.ts';
import { after, type Fact } from './fact.ts';
import type { ClassKey, Inside, KeyFact } from './facts.ts';

type End = Fact<Pick<EndTools, 'keys' | 'storage' | 'drivers'>>;

const NO_END = 'The role of the target could not be taken, so this was not looked at.';

/** By the ARN of the key, since only it has a policy, and no alias of it. */
export async function keyUseOf(key: Fact<Key>, { route }: Clone, end: End): Promise<KeyFact> {
  if (!('value' in key)) return key;
  const { arn } = key.value;
  return after(end, async (tools) => ({ arn, use: await examineKey(tools, arn, route.target) }), NO_END);
}

/** Keys that storage classes of the target name: what they provision after a clone is attached under these. */
export function classKeysOf(inside: Fact<Inside>, visit: Clone, end: End): Promise<Fact<ClassKey[]>> {
  const look = ({ storageClasses }: Inside) =>
    Promise.all(
      storageClasses.flatMap(({ name, provisioner, kmsKeyId }) =>
        kmsKeyId && [EBS_CSI, EBS_AUTO_MODE].includes(provisioner) ? [classKey(name, kmsKeyId, visit, end)] : [],
      ),
    );
  return after(inside, look, 'The classes of the cluster are not known.');
}

async function classKey(name: string, key: string, visit: Clone, end: End): Promise<ClassKey> {
  const arn = arnOfKey(key, visit.route.target);
  const described = await after(end, ({ keys }) => keys.describeKey(arn), NO_END);
  // Who may not describe a key may not read its policy either, and that is what is reported.
  const known = 'value' in described || arn.includes(':alias/') ? described : asKey(arn);
  return { name, key, use: await keyUseOf(known, visit, end) };
}

const asKey = (arn: string): Fact<Key> => ({ value: { arn, enabled: true, customerManaged: true } });
