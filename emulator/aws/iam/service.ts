import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type Call, type Operation, type Service } from '../../base/service.ts';
import type { Iam, Role } from './iam.ts';
import {
  CreateOidcProvider,
  createOidcProvider,
  deleteOidcProvider,
  getOidcProvider,
  NamedOidcProvider,
  type OidcProviders,
} from './oidc-providers.ts';
import { SimulatePrincipalPolicy, simulatePrincipalPolicy } from './simulate.ts';

const GetRole = z.strictObject({ RoleName: z.string() });
const ListRoles = z.strictObject({
  MaxItems: z.coerce.number().int().min(1).max(1_000).default(100),
  Marker: z.string().optional(),
});

/** IAM over the wire: what is read of roles, and OpenID Connect providers. It is one service for all Regions. */
export function createIamService(iam: Iam): Service {
  const providers: OidcProviders = new Map();
  return {
    signingName: 'iam',
    protocol: 'query',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    operations: {
      GetRole: operation(GetRole, (input, call) => getRole(iam, input, call)),
      SimulatePrincipalPolicy: operation(SimulatePrincipalPolicy, (input, call) =>
        simulatePrincipalPolicy(iam, input, call),
      ),
      ListRoles: operation(ListRoles, (input, call) => listRoles(iam, input, call)),
      CreateOpenIDConnectProvider: operation(CreateOidcProvider, (input, call) =>
        createOidcProvider(input, providers, call),
      ),
      GetOpenIDConnectProvider: operation(NamedOidcProvider, (input, call) => getOidcProvider(input, providers, call)),
      DeleteOpenIDConnectProvider: operation(NamedOidcProvider, (input, call) =>
        deleteOidcProvider(input, providers, call),
      ),
    },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html: the right is on the role's ARN, its path included. */
function getRole(iam: Iam, { RoleName }: z.output<typeof GetRole>, call: Call) {
  const role = iam.rolesOf(call.account).find(({ name }) => name === RoleName);
  call.authorize('iam:GetRole', role?.arn ?? `arn:aws:iam::${call.account}:role/${RoleName}`);
  if (!role) throw new AwsError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, 404);
  return { Role: roleWire(role) };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
function listRoles(iam: Iam, { MaxItems, Marker = '0' }: z.output<typeof ListRoles>, call: Call) {
  call.authorize('iam:ListRoles', `arn:aws:iam::${call.account}:role/`);
  const roles = iam.rolesOf(call.account);
  const to = Number(Marker) + MaxItems;
  const more = to < roles.length;
  return {
    Roles: roles.slice(Number(Marker), to).map(roleWire),
    IsTruncated: more,
    ...(more ? { Marker: String(to) } : {}),
  };
}

/** The members of API_Role that are always there have to be there; nothing that is emulated here depends on this one. */
const CREATED = new Date('2026-01-01T00:00:00Z');

/** A trust policy is percent-encoded JSON (RFC 3986). */
const roleWire = ({ arn, name, trust }: Role) => ({
  Arn: arn,
  RoleName: name,
  RoleId: `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`,
  CreateDate: CREATED,
  Path: /:role(\/.*\/|\/)/.exec(arn)?.[1] ?? '/',
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
});

/** Refuses what is missing, malformed or not implemented, by name. */
const operation =
  <S extends z.ZodType>(schema: S, run: (input: z.output<S>, call: Call) => unknown): Operation =>
  (wire, call) => {
    const { success, data, error } = schema.safeParse(wire);
    if (success) return run(data, call);
    const [issue] = error.issues;
    const unknown = issue?.code === 'unrecognized_keys';
    const message = `${call.operation}: ${issue?.path.join('.')} ${issue?.message}.`;
    throw new AwsError(unknown ? 'UnsupportedByLocalCloud' : 'ValidationError', message, unknown ? 501 : 400);
  };
