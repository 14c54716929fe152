import { partitionOf } from '../../base/request/partition.ts';
import type { DriverPlace } from './may-attach.ts';

/** The key that a storage class names, as it has it; drivers read the names of parameters in any case. */
export function keyOfClass({ parameters = {} }: Record<string, unknown>): string | undefined {
  const [, key] = Object.entries(parameters as Record<string, string>).find(([name]) => /^kmskeyid$/i.test(name)) ?? [];
  return key || undefined;
}

/** A class names a key by its ARN, its id, or an alias of the account. */
export function arnOfKey(key: string, { account, region }: DriverPlace): string {
  if (key.startsWith('arn:')) return key;
  const own = `arn:${partitionOf(region)}:kms:${region}:${account}:`;
  return own + (key.startsWith('alias/') ? key : `key/${key}`);
}
