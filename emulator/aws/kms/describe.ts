import { AwsError, type Call } from '../../base/service.ts';
import type { Key } from './keys.ts';
import type { Kms } from './kms-state.ts';
import { algorithmsOf } from './specs.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html; also of another account, by ARN. */
export function describeKey(kms: Kms, input: { KeyId: string }, call: Call) {
  refuseOthers(call, input, ['KeyId']);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, 'kms:DescribeKey', {});
  return {
    KeyMetadata: {
      AWSAccountId: key.account,
      KeyId: key.id,
      Arn: key.arn,
      CreationDate: key.createdAt,
      Enabled: key.enabled,
      Description: key.description,
      KeyUsage: key.usage,
      KeyState: key.enabled ? 'Enabled' : 'Disabled',
      Origin: 'AWS_KMS',
      KeyManager: key.customerManaged ? 'CUSTOMER' : 'AWS',
      CustomerMasterKeySpec: key.spec,
      KeySpec: key.spec,
      ...algorithmsOf(key),
      MultiRegion: false,
    },
  };
}

export function listAliases(kms: Kms, input: object, call: Call) {
  refuseOthers(call, input, []);
  call.authorize('kms:ListAliases', '*');
  const own = `arn:aws:kms:${call.region}:${call.account}:`;
  const Aliases = [...kms.aliases]
    .filter(([arn]) => arn.startsWith(own))
    .map(([arn, key]) => ({ AliasArn: arn, AliasName: arn.slice(own.length), TargetKeyId: key.split('/')[1] }));
  return { Aliases, Truncated: false };
}

/** Throws NotFoundException, also for a key of another Region: KMS answers for its own only. */
export function keyOf(kms: Kms, name: string, call: Call): Key {
  const region = name.startsWith('arn:') ? name.split(':')[3] : call.region;
  const key = region === call.region ? kms.describe(call.account, call.region, name) : undefined;
  if (key) return key;
  const own = `arn:aws:kms:${call.region}:${call.account}:`;
  const message = name.includes('alias/')
    ? `Alias ${name.startsWith('arn:') ? name : own + name} is not found.`
    : region === call.region
      ? `Key '${name.startsWith('arn:') ? name : `${own}key/${name}`}' does not exist`
      : `Invalid arn ${region}`;
  throw new AwsError('NotFoundException', message);
}

export function refuseOthers(call: Call, input: object, known: string[]): void {
  const unknown = Object.keys(input).filter((member) => !known.includes(member));
  if (unknown.length === 0) return;
  throw new AwsError(
    'UnsupportedByLocalCloud',
    `${call.operation}: ${unknown.join(', ')} is not implemented here.`,
    501,
  );
}
