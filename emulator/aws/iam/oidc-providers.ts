import * as z from 'zod';
import { AwsError, type Call } from '../../base/service.ts';
import { requestTags, resourceTags, TagList, type Tags } from './tags.ts';

/** An OpenID Connect provider of one account; its ARN ends in the issuer's host and path. */
export interface OidcProvider {
  arn: string;
  /** Without `https://`, as IAM gives it back. */
  url: string;
  clientIds: string[];
  tags: Tags;
  createdAt: Date;
}

export type OidcProviders = Map<string, OidcProvider>;

/** IAM fetches the certificate's thumbprint itself when none is given. */
export const CreateOidcProvider = z.strictObject({
  Url: z.string().startsWith('https://'),
  ClientIDList: z.array(z.string()).max(100).default([]),
  Tags: TagList,
});
export const NamedOidcProvider = z.strictObject({ OpenIDConnectProviderArn: z.string() });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html: one for each issuer and account. */
export function createOidcProvider(input: z.output<typeof CreateOidcProvider>, providers: OidcProviders, call: Call) {
  const url = input.Url.slice('https://'.length);
  const arn = `arn:aws:iam::${call.account}:oidc-provider/${url}`;
  call.authorize('iam:CreateOpenIDConnectProvider', arn, requestTags(input.Tags));
  // A create with tags needs the right to tag as well.
  if (Object.keys(input.Tags).length > 0) call.authorize('iam:TagOpenIDConnectProvider', arn, requestTags(input.Tags));
  if (providers.has(arn))
    throw new AwsError('EntityAlreadyExists', `Provider with url ${input.Url} already exists.`, 409);
  providers.set(arn, { arn, url, clientIds: input.ClientIDList, tags: input.Tags, createdAt: call.clock.now() });
  return { OpenIDConnectProviderArn: arn, Tags: wireTags(input.Tags) };
}

export function getOidcProvider({ OpenIDConnectProviderArn: arn }: Named, providers: OidcProviders, call: Call) {
  call.authorize('iam:GetOpenIDConnectProvider', arn, resourceTags(providers.get(arn)?.tags ?? {}));
  const provider = providers.get(arn);
  if (!provider || call.isLate(arn, provider.createdAt.getTime()))
    throw new AwsError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`, 404);
  const { url, clientIds, tags, createdAt } = provider;
  return { Url: url, ClientIDList: clientIds, ThumbprintList: [], CreateDate: createdAt, Tags: wireTags(tags) };
}

/** No error when it is gone: the operation is idempotent. */
export function deleteOidcProvider({ OpenIDConnectProviderArn: arn }: Named, providers: OidcProviders, call: Call) {
  call.authorize('iam:DeleteOpenIDConnectProvider', arn, resourceTags(providers.get(arn)?.tags ?? {}));
  providers.delete(arn);
  return {};
}

type Named = z.output<typeof NamedOidcProvider>;

const wireTags = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
