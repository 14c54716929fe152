import { AwsError, type Call } from '../../base/service.ts';
import type { Iam, Role } from '../iam/iam.ts';
import type { PolicyDocument } from '../iam/policy.ts';

/** Role chaining ends after one hour (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html). */
const MAX_CHAINED_SECONDS = 3600;
const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 900;

const KNOWN = ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds', 'Policy'];

interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  ExternalId?: string;
  DurationSeconds?: string;
  /** Session policy, JSON. */
  Policy?: string;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(iam: Iam, input: AssumeRoleInput, call: Call) {
  checkInput(input);
  // A role that does not exist is refused like one that does not trust: nobody may probe for names.
  call.authorize('sts:AssumeRole', input.RoleArn, {
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    'sts:RoleSessionName': input.RoleSessionName,
  });
  const role = iam.role(input.RoleArn);
  if (!role) throw notAuthorized(call, input.RoleArn);
  const seconds = sessionSeconds(role, input, call);
  const limits = input.Policy ? [JSON.parse(input.Policy) as PolicyDocument] : undefined;
  const session = iam.openSession(role.arn, input.RoleSessionName, seconds, limits);
  return {
    AssumedRoleUser: { Arn: session.caller.arn, AssumedRoleId: `${role.name}:${input.RoleSessionName}` },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt,
    },
  };
}

function sessionSeconds(role: Role, { DurationSeconds }: AssumeRoleInput, { caller }: Call): number {
  const seconds = DurationSeconds === undefined ? DEFAULT_SECONDS : Number(DurationSeconds);
  if (seconds > role.maxSessionSeconds || seconds < MIN_SECONDS) {
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  if (caller.arn.includes(':assumed-role/') && seconds > MAX_CHAINED_SECONDS) {
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  }
  return seconds;
}

function checkInput(input: AssumeRoleInput): void {
  const unknown = Object.keys(input).filter((member) => !KNOWN.includes(member));
  if (unknown.length > 0) {
    throw new AwsError('UnsupportedByLocalCloud', `AssumeRole: ${unknown.join(', ')} is not implemented here.`, 501);
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName ?? '')) {
    throw invalid(`RoleSessionName '${input.RoleSessionName}' must have 2 to 64 characters of [\\w+=,.@-].`);
  }
}

const invalid = (message: string) => new AwsError('ValidationError', message);

const notAuthorized = ({ caller }: Call, roleArn: string) =>
  new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
