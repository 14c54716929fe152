import { AwsError, type Call } from '../../base/service.ts';

/** A KMS key as EBS needs to know it. */
export interface EbsKey {
  arn: string;
  enabled: boolean;
  /** False for the AWS managed `aws/ebs`, whose snapshots cannot be shared. */
  customerManaged: boolean;
}

/** What EC2 and EBS ask of KMS. Implemented by the emulated KMS, and in memory for tests. */
export interface Keys {
  /** By key id, key ARN, `alias/…` or alias ARN, as seen from one account and Region; undefined when there is none. */
  describe(account: string, region: string, key: string): EbsKey | undefined;
  /** ARN of the key behind `alias/aws/ebs`; made when first asked for, as AWS does. */
  defaultEbsKey(account: string, region: string): string;
  /**
   * EC2 uses the key in the caller's name: throws AwsError when the key's policy or the caller's do not allow the
   * action. `context` holds kms:ViaService, kms:GrantIsForAWSResource and the like.
   */
  authorize(call: Call, keyArn: string, action: string, context: Record<string, string | string[]>): void;
}

/** The alias's key of an account and Region: a UUID that depends on both only. */
const managedKeyArn = (account: string, region: string) => {
  const digits = Buffer.from(`${account}${region}`.padEnd(18, '0')).toString('hex').slice(0, 36);
  const id = [8, 4, 4, 4, 12].map((size, at, sizes) => {
    const from = sizes.slice(0, at).reduce((sum, length) => sum + length, 0);
    return digits.slice(from, from + size);
  });
  return `arn:aws:kms:${region}:${account}:key/${id.join('-')}`;
};

/** Keys in memory. `allows` says who may use a key; everybody of its own account when left out. */
export function createMemoryKeys(
  keys: (EbsKey & { alias?: string })[] = [],
  allows: (call: Call, keyArn: string, action: string) => boolean = (call, keyArn) =>
    keyArn.split(':')[4] === call.caller.account,
): Keys {
  const managed = (account: string, region: string): EbsKey => ({
    arn: managedKeyArn(account, region),
    enabled: true,
    customerManaged: false,
  });
  return {
    describe(account, region, key) {
      const own = managed(account, region);
      if (key === own.arn || key.endsWith('alias/aws/ebs')) return own;
      const here = (candidate: EbsKey) => candidate.arn.startsWith(`arn:aws:kms:${region}:${account}:`);
      return keys.find(
        (candidate) =>
          candidate.arn === key ||
          (here(candidate) && (candidate.arn.endsWith(`:key/${key}`) || candidate.alias === key)),
      );
    },
    defaultEbsKey: managedKeyArn,
    authorize(call, keyArn, action) {
      if (!allows(call, keyArn, action)) {
        throw new AwsError('AccessDeniedException', `${call.caller.arn} is not authorized to perform: ${action}`);
      }
    },
  };
}
