import { GetWebIdentityTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { KubeferryError } from '../../core/base/errors.ts';
import { WEB_IDENTITY } from '../../core/base/run/names.ts';
import { clientConfig } from './clients.ts';
import { awsCall, awsCode } from './errors.ts';
import type { MemberSession } from './member.ts';

/**
 * A token that says to others who the member's role is, signed by STS; its `sub` is the ARN of the role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html).
 */
export function webIdentityToken(session: MemberSession, audience: string): Promise<string> {
  const sts = new STSClient(clientConfig(session));
  return awsCall(`get a token for audience "${audience}" as ${session.roleArn}`, async () => {
    try {
      const { algorithm: SigningAlgorithm, seconds: DurationSeconds } = WEB_IDENTITY;
      const call = new GetWebIdentityTokenCommand({ Audience: [audience], SigningAlgorithm, DurationSeconds });
      return (await sts.send(call)).WebIdentityToken ?? '';
    } catch (error) {
      throw awsCode(error).startsWith('OutboundWebIdentityFederationDisabled') ? switchedOff(session, error) : error;
    }
  });
}

const switchedOff = ({ account }: MemberSession, cause: unknown) =>
  new KubeferryError(
    'AccessDenied',
    `Account ${account} lets no role prove itself to others, so that no cluster can be entered with "federated". Way out, in that account: aws iam enable-outbound-web-identity-federation.`,
    { cause },
  );
