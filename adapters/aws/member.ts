import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { Member } from '../../core/base/request/route.ts';
import { sessionOf } from '../../core/base/run/names.ts';
import { type AwsCredentials, clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';

/** A role taken in a member account. Every adapter of that account is made from one. */
export interface MemberSession {
  account: string;
  region: string;
  roleArn: string;
  /** Assumes the role again when less than five minutes are left. */
  credentials: () => Promise<AwsCredentials>;
}

export interface AssumeOptions {
  cloneId: string;
  /** The function that takes the role. */
  step: string;
  /** The hub's credentials; the function's own when left out. */
  credentials?: () => Promise<AwsCredentials>;
  now?: () => Date;
}

/** A role assumed by a role lasts one hour at most (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html, role chaining). */
const SESSION_SECONDS = 3_600;
const RENEW_BEFORE_MS = 5 * 60_000;
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const NAME_LIMIT = 64;

/**
 * Takes the member's role, and refuses to work when that leads to another account than the route names.
 * Throws AccessDenied, WrongAccount, Throttled, Unavailable.
 */
export async function assumeMember(member: Member, options: AssumeOptions): Promise<MemberSession> {
  const sts = new STSClient(clientConfig({ region: member.region, credentials: options.credentials }));
  const credentials = renewing(
    () => assumeRole(sts, member, sessionOf(options.step, options.cloneId)),
    options.now ?? (() => new Date()),
  );
  const found = await accountOf(member, credentials);
  if (found !== member.account) {
    throw new KubeferryError(
      'WrongAccount',
      `Role ${member.roleArn} leads to account ${found}, but the route names account ${member.account} for cluster ` +
        `"${member.cluster}". Nothing was touched. Way out: correct the account in kubeferry.config.ts and deploy again.`,
    );
  }
  return { account: member.account, region: member.region, roleArn: member.roleArn, credentials };
}

async function assumeRole(sts: STSClient, member: Member, session: string): Promise<AwsCredentials> {
  const { Credentials: given } = await awsCall(`assume role ${member.roleArn}`, () =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: member.roleArn,
        ExternalId: member.externalId,
        RoleSessionName: session.slice(0, NAME_LIMIT),
        DurationSeconds: SESSION_SECONDS,
      }),
    ),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken,
    expiration: given?.Expiration,
  };
}

async function accountOf(member: Member, credentials: MemberSession['credentials']) {
  const sts = new STSClient(clientConfig({ region: member.region, credentials }));
  const identity = await awsCall(`ask who ${member.roleArn} is`, () => sts.send(new GetCallerIdentityCommand({})));
  return identity.Account;
}

/** One credential for all clients of a session, fetched once even when many ask at the same moment. */
function renewing(fetch: () => Promise<AwsCredentials>, now: () => Date): () => Promise<AwsCredentials> {
  let current: Promise<AwsCredentials> | undefined;
  let renewAt = 0;
  return () => {
    if (current && now().getTime() < renewAt) return current;
    renewAt = Number.POSITIVE_INFINITY;
    current = fetch().then(
      (given) => {
        renewAt = (given.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - RENEW_BEFORE_MS;
        return given;
      },
      (error) => {
        current = undefined;
        throw error;
      },
    );
    return current;
  };
}
