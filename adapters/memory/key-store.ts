import { KubeferryError } from '../../core/errors.ts';
import type { KeyStore } from '../../core/ports/volume-storage.ts';
import type { EbsWorld } from './ebs-world.ts';

/** The keys of a world, by ARN. */
export function memoryKeyStore(world: EbsWorld): KeyStore {
  return {
    async describeKey(arn) {
      const key = world.keys.get(arn);
      if (!key) throw new KubeferryError('NotFound', `There is no key ${arn}.`);
      return { arn: key.arn, enabled: key.enabled, customerManaged: key.customerManaged };
    },
  };
}
