import type { Key } from '../../../base/ports/volume-storage.ts';
import { memberStackName } from '../../../base/run/names.ts';
import { type Check, checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, broken, unknown } = checkNamed('target key');

/** The key that encrypts every copied volume is there, enabled, and the role may see it. */
export const checkKey: RouteCheck = ({ target: { kmsKeyArn: thing, account, region } }, { target: { key } }) => {
  // Disks of Azure have none of AWS.
  if (thing === '') return [];
  if ('notAsked' in key) return [unknown(thing, key.notAsked)];
  if ('value' in key) return [state(thing, key.value)];
  const { error, message } = key.failure;
  if (error !== 'NotFound' && error !== 'AccessDenied') return [unknown(thing, message)];
  const own = thing.includes(':alias/');
  const sentence = own
    ? `The member stack makes this key with its alias. ${message}`
    : `The key does not exist, or its policy does not let the account's own IAM policies decide. ${message}`;
  const fix = own
    ? `npx cdk deploy ${memberStackName('target', account, region)}`
    : `aws kms get-key-policy --policy-name default --key-id ${thing} --region ${region}`;
  return [broken({ thing, found: error === 'NotFound' ? 'missing' : 'access denied', sentence, fix })];
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
function state(thing: string, { arn, enabled, state: found = '' }: Key): Check {
  if (enabled) return ok(thing, 'enabled');
  const call = (operation: string) => `aws kms ${operation} --key-id ${arn} --region ${arn.split(':')[3]}`;
  if (found === 'PendingDeletion') {
    const sentence = 'The key is going to be deleted, and with it all that is encrypted under it becomes unreadable.';
    return broken({ thing, found, sentence, fix: `${call('cancel-key-deletion')} && ${call('enable-key')}` });
  }
  const sentence = 'EBS can neither copy nor make a volume under this key; a copy would fail minutes later.';
  return broken({ thing, found: found || 'not enabled', sentence, fix: call('enable-key') });
}
