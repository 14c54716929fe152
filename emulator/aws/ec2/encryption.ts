import { AwsError } from '../../base/service.ts';
import type { EbsKey } from './keys.ts';
import type { Context } from './operation.ts';
import type { Place, Snapshot, Volume } from './records.ts';

/** Which key encrypts what is being made: none, one that works, or one that does not (found out later, as in AWS). */
export type EncryptionOutcome = { encrypted: false } | { encrypted: true; keyArn: string; key: EbsKey | undefined };

/**
 * What an explicit wish, the source's encryption and encryption by default come to
 * (https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html and ebs-copy-snapshot.html).
 */
export function encryptionOutcome(
  wish: { Encrypted?: boolean; KmsKeyId?: string },
  source: { encrypted: boolean; keyArn?: string } | undefined,
  { keys, place }: Pick<Context, 'keys' | 'place'>,
  inheritKey: boolean,
): EncryptionOutcome {
  if (wish.KmsKeyId !== undefined && !wish.Encrypted) {
    throw new AwsError(
      'InvalidParameterDependency',
      'The parameter KmsKeyId requires the parameter Encrypted to be set.',
    );
  }
  if (!(wish.Encrypted || source?.encrypted || place.encryptionByDefault)) return { encrypted: false };
  const inherited = inheritKey ? source?.keyArn : undefined;
  const wanted = wish.KmsKeyId ?? inherited ?? defaultKey(place, { keys });
  const key = keys.describe(place.account, place.region, wanted);
  return { encrypted: true, keyArn: key?.arn ?? wanted, key };
}

/** The account's choice for the Region, or `aws/ebs`. */
export const defaultKey = (place: Place, { keys }: Pick<Context, 'keys'>) =>
  place.defaultKeyArn ?? keys.defaultEbsKey(place.account, place.region);

/** What EBS does with the key that encrypts something new. */
const TO_ENCRYPT = ['kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:CreateGrant'];
/** What it does with the key of the snapshot that is read (https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html). */
const TO_READ = ['kms:DescribeKey', 'kms:Decrypt', 'kms:CreateGrant'];

/** Whether the caller may use the new thing's key for it: asked in the caller's name, answered later by the state. */
export function mayEncrypt(outcome: EncryptionOutcome, context: Context): boolean {
  if (!outcome.encrypted) return true;
  if (!outcome.key?.enabled || regionOf(outcome.key.arn) !== context.call.region) return false;
  return TO_ENCRYPT.every((action) => mayUse(outcome.keyArn, action, context));
}

/** Whether the caller may read an encrypted snapshot, and re-encrypt it under another key. */
export function mayRead(source: Snapshot, outcome: EncryptionOutcome, context: Context): boolean {
  if (!source.keyArn) return true;
  const key = context.keys.describe(source.account, source.region, source.keyArn);
  if (!key?.enabled) return false;
  const isReEncrypted = outcome.encrypted && outcome.keyArn !== source.keyArn;
  return (
    TO_READ.every((action) => mayUse(source.keyArn!, action, context)) &&
    (!isReEncrypted ||
      (mayUse(source.keyArn, 'kms:ReEncryptFrom', context) && mayUse(outcome.keyArn, 'kms:ReEncryptTo', context)))
  );
}

/**
 * Attaching an encrypted volume lets its instance decrypt the data key by a grant, which is asked for in the caller's name
 * (https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html).
 */
export function mayAttach({ keyArn, account, region }: Volume, context: Context): boolean {
  if (!keyArn) return true;
  return !!context.keys.describe(account, region, keyArn)?.enabled && mayUse(keyArn, 'kms:CreateGrant', context);
}

function mayUse(keyArn: string, action: string, { keys, call }: Context): boolean {
  try {
    keys.authorize(call, keyArn, action, {
      'kms:ViaService': `ec2.${regionOf(keyArn)}.amazonaws.com`,
      ...(action === 'kms:CreateGrant' ? { 'kms:GrantIsForAWSResource': 'true' } : {}),
    });
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

const regionOf = (arn: string) => arn.split(':')[3];
