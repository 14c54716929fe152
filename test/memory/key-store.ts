import { KubeferryError } from '../../core/base/errors.ts';
import type { KeyPolicy } from '../../core/base/ports/key-policy.ts';
import type { KeyStore } from '../../core/base/ports/volume-storage.ts';
import type { EbsWorld } from './ebs-world.ts';

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const leftToIam = (account: string): KeyPolicy => ({
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
});

/** The keys of a world, by ARN. */
export function memoryKeyStore(world: EbsWorld): KeyStore {
  return {
    async describeKey(arn) {
      const key = world.keys.get(arn);
      if (!key) throw new KubeferryError('NotFound', `There is no key ${arn}.`);
      const { enabled, customerManaged, state } = key;
      return { arn: key.arn, enabled, customerManaged, ...(state ? { state } : {}) };
    },
    async keyPolicy(arn) {
      const key = world.keys.get(arn);
      if (!key) throw new KubeferryError('NotFound', `There is no key ${arn}.`);
      if (key.refuses) throw new KubeferryError('AccessDenied', key.refuses);
      return key.policy ?? leftToIam(key.account);
    },
  };
}
