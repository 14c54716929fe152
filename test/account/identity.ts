import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { iamCalls } from '../../adapters/aws/iam.ts';
import { type OwnCredentials, ownCredentials } from '../../cli/api/own-credentials.ts';
import { badInput } from '../../cli/exit-codes.ts';
import type { Options } from './options.ts';

export interface Identity {
  credentials: OwnCredentials;
  /** ARN of the user, or of the role behind the session. */
  principal: string;
}

/** Who calls. Throws bad input without credentials, and with those of another account: before anything is made. */
export async function identify({ account, region, profile }: Options): Promise<Identity> {
  const credentials = ownCredentials(profile);
  await credentials();
  const sts = new STSClient({ region, credentials, maxAttempts: 2 });
  const { Account, Arn = '' } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
    throw badInput([`AWS does not accept your credentials: ${error.message}`]);
  });
  if (Account !== account)
    throw badInput([
      `--account ${account}: your credentials are of account ${Account} (${Arn}). Nothing was made; ` +
        'give those of the account that the test is for, by --profile or AWS_PROFILE.',
    ]);
  if (/:root$/.test(Arn))
    throw badInput(['These are credentials of the root user, who can enter no cluster: take a role.']);
  return { credentials, principal: await principalOf(Arn, { account, region, credentials }) };
}

/**
 * The role of a session, with its path, as an access entry has to name it: the ARN of a session leaves it out, and roles of
 * IAM Identity Center have one.
 */
async function principalOf(arn: string, place: Pick<Options, 'account' | 'region'> & Pick<Identity, 'credentials'>) {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (!RoleName) return arn;
  const { Role } = await iamCalls({ ...place, roleArn: arn })('GetRole', { RoleName });
  return (Role as { Arn: string }).Arn;
}
