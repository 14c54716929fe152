import type { Call, Service } from '../../base/service.ts';
import type { ResourcePolicy } from '../iam/evaluate.ts';
import type { Key, NewKey } from './keys.ts';

export interface Kms {
  service: Service;
  createKey(key: NewKey): Key;
  /** `alias` with its prefix `alias/`. */
  createAlias(account: string, region: string, alias: string, keyArn: string): void;
  /** By key id, key ARN, `alias/…` or alias ARN, as seen from one account and Region. */
  describe(account: string, region: string, key: string): Key | undefined;
  /** Of all accounts. */
  keys(): Key[];
  /** ARN of the key behind `alias/aws/ebs`; made when first asked for. */
  defaultEbsKey(account: string, region: string): string;
  /** A service uses a key in the caller's name; `context` says so with kms:ViaService. Throws AccessDenied. */
  authorize(call: Call, keyArn: string, action: string, context: Record<string, string | string[]>): void;
  /** Alias ARN -> key ARN. */
  aliases: ReadonlyMap<string, string>;
  /** For IAM: policy and owner of a key. */
  resourcePolicy(arn: string): ResourcePolicy | undefined;
}
