import type { Described, RoleTrust } from '../../core/base/ports/cluster-factory.ts';
import type { TrustPolicy } from '../../core/base/ports/trust-policy.ts';
import { unlessGone } from './errors.ts';
import { iamCalls } from './iam.ts';
import type { MemberSession } from './member.ts';

/** Roles that AWS's services made for themselves, and nobody can hand over. */
const OF_SERVICES = '/aws-service-role/';

/** What a new cluster needs of IAM in its account: the trust of roles, and OpenID Connect providers. */
export function iamIdentity(session: MemberSession) {
  const call = iamCalls(session);
  const partition = session.roleArn.split(':')[1];
  const arnOf = (issuer: string) =>
    `arn:${partition}:iam::${session.account}:oidc-provider/${issuer.replace('https://', '')}`;
  return {
    /** Undefined when there is no such role. */
    trustPolicy: async (roleArn: string): Promise<TrustPolicy | undefined> => {
      const answer = await unlessGone(call('GetRole', { RoleName: roleArn.split('/').at(-1)! }));
      return answer && trustOf((answer.Role as Wire).AssumeRolePolicyDocument);
    },

    roles: async (): Promise<RoleTrust[]> => {
      const found: RoleTrust[] = [];
      for (let marker: unknown = ''; marker !== undefined; ) {
        const page = await call('ListRoles', { MaxItems: '1000', ...(marker ? { Marker: String(marker) } : {}) });
        for (const { Arn = '', AssumeRolePolicyDocument } of membersOf(page.Roles))
          if (!Arn.includes(OF_SERVICES)) found.push({ arn: Arn, trust: trustOf(AssumeRolePolicyDocument) });
        marker = page.IsTruncated === 'true' ? page.Marker : undefined;
      }
      return found;
    },

    /** The provider of an issuer, as IAM describes it; undefined when there is none. */
    oidcProvider: async (issuer: string): Promise<Described | undefined> => {
      const arn = arnOf(issuer);
      const answer = await unlessGone(call('GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn }));
      if (!answer) return undefined;
      const tags = membersOf(answer.Tags).map(({ Key = '', Value = '' }) => [Key, Value]);
      return { arn, clientIds: membersOf(answer.ClientIDList), tags: Object.fromEntries(tags) };
    },

    /** No error when it is there already. */
    createOidcProvider: async (issuer: string, clientIds: string[], tags: Record<string, string>): Promise<void> => {
      await call('CreateOpenIDConnectProvider', {
        Url: issuer,
        ...numbered('ClientIDList', clientIds),
        ...numbered('Tags', Object.keys(tags), 'Key'),
        ...numbered('Tags', Object.values(tags), 'Value'),
      }).catch((error: Error) => {
        if (error.name !== 'EntityAlreadyExists') throw error;
      });
    },

    /** No error when it is gone. */
    deleteOidcProvider: async (arn: string): Promise<void> => {
      await unlessGone(call('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: arn }));
    },
  };
}
export type Identity = ReturnType<typeof iamIdentity>;

type Wire = Record<string, string>;

/** A list of the Query API: absent or '' when it is empty. */
const membersOf = (list: unknown) => ((list as { member?: unknown } | undefined)?.member ?? []) as Wire[];

const trustOf = (document = '') => JSON.parse(decodeURIComponent(document)) as TrustPolicy;

/** `Tags.member.1.Key`. */
const numbered = (list: string, values: string[], field?: string) =>
  Object.fromEntries(values.map((value, at) => [`${list}.member.${at + 1}${field ? `.${field}` : ''}`, value]));
