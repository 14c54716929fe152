/** Who calls, as API Gateway's IAM authorizer has found out. */
export interface IamCaller {
  userArn: string;
  /** Of keys that an identity pool of Cognito has given out. */
  cognitoIdentity?: { amr?: readonly string[] | undefined; identityId?: string | undefined } | null | undefined;
}

/** How Cognito names the session of everybody who signs in through an identity pool. */
const POOL_SESSION = 'CognitoIdentityCredentials';

/**
 * The ARN of the caller. All people of an identity pool have one session name; who it is stands in `amr`, as the issuer's name
 * for them, and is put behind it: `…/CognitoIdentityCredentials/<sub>`. No session name has a slash, so nobody can
 * name themselves so (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 */
export function callerOf({ userArn, cognitoIdentity }: IamCaller): string {
  if (!cognitoIdentity || !userArn.endsWith(`/${POOL_SESSION}`)) return userArn;
  const person = subjectOf(cognitoIdentity.amr ?? []) || cognitoIdentity.identityId || '';
  const plain = person.replaceAll(/[^\w+=,.@:|-]/g, '_');
  return plain === '' ? userArn : `${userArn}/${plain}`;
}

/** Whether the records of a run could not name the caller: everybody of a pool would be the same person. */
export const isNobody = (caller: string): boolean => caller.endsWith(`/${POOL_SESSION}`);

/**
 * `amr` is `authenticated`, the provider, and `<provider>:<application>:<subject>`, such as
 * `cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a:CognitoSignIn:<sub>`
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html,
 * cognitoAuthenticationProvider).
 */
function subjectOf(amr: readonly string[]): string {
  for (const provider of amr) {
    const signed = amr.find((each) => each.startsWith(`${provider}:`));
    const [, ...subject] = signed?.slice(provider.length + 1).split(':') ?? [];
    if (subject.length > 0) return subject.join(':');
  }
  return '';
}
