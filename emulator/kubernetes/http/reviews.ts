import type { AccessAttributes, ClusterIdentity } from '../contract/backend.ts';
import { parseObject } from '../request/body.ts';
import type { Answer, ApiRequest } from '../request/request.ts';

interface ReviewSpec {
  token?: string;
  user?: string;
  groups?: string[];
  resourceAttributes?: Partial<AccessAttributes>;
}

/** SelfSubjectReview, TokenReview, and the SubjectAccessReviews; SelfSubjectRulesReview answers `incomplete`. */
export async function createdReview(request: ApiRequest): Promise<Answer> {
  const body = parseObject(request.body, request.mediaType) as { spec?: ReviewSpec };
  const { apiVersion, kind } = request.type;
  return {
    code: 201,
    body: { metadata: {}, ...body, apiVersion, kind, status: await statusOf(request, body.spec ?? {}) },
  };
}

async function statusOf(request: ApiRequest, spec: ReviewSpec): Promise<object> {
  const { identity } = request;
  switch (request.type.kind) {
    case 'SelfSubjectReview':
      return { userInfo: identity };
    case 'TokenReview': {
      const user = await request.review(spec.token ?? '');
      return user ? { authenticated: true, user } : { authenticated: false };
    }
    case 'SelfSubjectRulesReview':
      return { resourceRules: [], nonResourceRules: [], incomplete: true };
    case 'SelfSubjectAccessReview':
      return decision(request, identity, spec);
    default:
      return decision(request, { username: spec.user ?? '', groups: spec.groups ?? [] }, spec);
  }
}

function decision(request: ApiRequest, who: ClusterIdentity, { resourceAttributes = {} }: ReviewSpec): object {
  const { verb = '', group = '', resource = '', ...rest } = resourceAttributes;
  return { allowed: request.may(who, { verb, group, resource, ...rest }) };
}
