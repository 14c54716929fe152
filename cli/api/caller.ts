import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Located } from './located.ts';

export interface Caller {
  account: string;
  arn: string;
  /** What AWS said of credentials that it does not accept, such as expired ones. */
  refused?: string;
}

const UNKNOWN: Caller = { account: '(unknown)', arn: '' };

/** Codes that speak of the credentials themselves (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html). */
const REFUSED = ['InvalidClientTokenId', 'SignatureDoesNotMatch', 'ExpiredToken', 'UnrecognizedClientException'];

export const isRefused = (code: string) => REFUSED.includes(code);

/** Who the credentials belong to, which takes no right; for a sentence only, so that it never fails. */
export async function callerOf({ region, credentials }: Omit<Located, 'api'>): Promise<Caller> {
  const sts = new STSClient({ region, credentials, maxAttempts: 1 });
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (error) {
    const { name, message } = error as Error;
    return isRefused(name) ? { ...UNKNOWN, refused: message } : UNKNOWN;
  }
}
