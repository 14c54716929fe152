import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { AccessAttributes, Authenticate, Authorize } from '../../emulator/kubernetes/contract/backend.ts';

interface TokenReview {
  kind: 'TokenReview';
  apiVersion: string;
  spec: { token: string };
}

interface AccessReview {
  kind: 'SubjectAccessReview';
  apiVersion: string;
  spec: { user: string; groups?: string[]; resourceAttributes?: Partial<AccessAttributes> };
}

/**
 * What EKS has beside its API server: a webhook that says who a token is, and what access policies allow
 * (https://kubernetes.io/docs/reference/access-authn-authz/webhook/). Answers its URL.
 */
export async function startWebhook(authenticate: Authenticate, authorize: Authorize) {
  const server = createServer(async (request, response) => {
    try {
      const review = (await json(request)) as TokenReview | AccessReview;
      const answer =
        review.kind === 'TokenReview' ? await reviewToken(review, authenticate) : reviewAccess(review, authorize);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function reviewToken({ apiVersion, spec }: TokenReview, authenticate: Authenticate) {
  const user = await authenticate(spec.token);
  return { apiVersion, kind: 'TokenReview', status: user ? { authenticated: true, user } : { authenticated: false } };
}

/** No opinion, rather than a denial, leaves the say to others; RBAC was asked before. */
function reviewAccess({ apiVersion, spec }: AccessReview, authorize: Authorize) {
  const identity = { username: spec.user, groups: spec.groups ?? [] };
  const wanted = spec.resourceAttributes;
  const allowed = wanted !== undefined && authorize(identity, attributesOf(wanted));
  return { apiVersion, kind: 'SubjectAccessReview', status: { allowed } };
}

/** Its `version` is left out: no access policy goes by it. */
function attributesOf(wanted: Partial<AccessAttributes>): AccessAttributes {
  const { verb = '', group = '', resource = '', subresource, namespace, name } = wanted;
  return {
    verb,
    group,
    resource,
    ...(subresource ? { subresource } : {}),
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
  };
}
