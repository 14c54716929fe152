/** The accounts of this cloud: users, roles, their policies, and the access keys that stand for them. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Credentials } from '../../base/records.ts';
import type { Caller, CognitoIdentity } from '../../base/service.ts';
import type { Credential } from '../gateway/authenticate.ts';
import type { Access } from '../gateway/authorize.ts';
import { checkPolicy } from './check-policy.ts';
import { contextOf } from './context.ts';
import { type Decision, evaluate, type ResourcePolicy } from './evaluate.ts';
import { awsManagedPolicy } from './managed-policies.ts';
import type { PolicyDocument } from './policy.ts';

export interface Role {
  account: string;
  name: string;
  arn: string;
  trust: PolicyDocument;
  maxSessionSeconds: number;
  tags: Record<string, string>;
}

export interface NewRole {
  account: string;
  name: string;
  /** With slashes at both ends; `/` when left out. */
  path?: string;
  trust: PolicyDocument;
  /** 3600 when left out. */
  maxSessionSeconds?: number;
  tags?: Record<string, string>;
}

export interface Session extends Required<Credentials> {
  expiresAt: Date;
  caller: Caller;
}

export interface Iam {
  /** A user with inline policies; AdministratorAccess when none are given. */
  createUser(account: string, name: string, policies?: PolicyDocument[]): Credentials & { arn: string };
  createRole(role: NewRole): Role;
  role(arn: string): Role | undefined;
  rolesOf(account: string): Role[];
  /** Names are unique in an account, whatever the path. Throws when there is none. */
  roleNamed(account: string, name: string): Role;
  /** Inline, or a customer managed policy whose ARN is then attached. Throws all that the evaluator does not understand. */
  putPolicy(principalArn: string, name: string, policy: PolicyDocument): void;
  createManagedPolicy(arn: string, policy: PolicyDocument): void;
  attachPolicy(principalArn: string, policyArn: string): void;
  /** Credentials of a session, without asking the trust policy: for STS, and for services that run as a role. */
  openSession(roleArn: string, sessionName: string, seconds: number, limits?: PolicyDocument[]): Session;
  /** Credentials that an identity pool gives out: a session of its one name, and whose they are beside it. */
  openPoolSession(roleArn: string, identity: CognitoIdentity, seconds: number): Session;
  credential(accessKeyId: string): Credential | undefined;
  /** What the caller's policies, and the resource's own, say. */
  decide(access: Access): Decision;
  /** What the policies of a principal alone say, whatever the resource's own: IAM's simulator. `context` has the keys of the service. */
  simulate(principalArn: string, access: Pick<Access, 'region' | 'action' | 'resource' | 'context'>): Decision;
  /** Whoever keeps resources with policies (buckets, keys) tells them by ARN. */
  addResourcePolicies(find: (arn: string) => ResourcePolicy | undefined): void;
}

export function createIam(): Iam {
  const credentials = new Map<string, Credential>();
  const limitsOf = new Map<string, PolicyDocument[]>();
  const roles = new Map<string, Role>();
  const inline = new Map<string, Map<string, PolicyDocument>>();
  const attached = new Map<string, Set<string>>();
  const managed = new Map<string, PolicyDocument>();
  const resourcePolicies: ((arn: string) => ResourcePolicy | undefined)[] = [];

  const identityPolicies = (principalArn: string): PolicyDocument[] => [
    ...(inline.get(principalArn)?.values() ?? []),
    ...[...(attached.get(principalArn) ?? [])].map((arn) => managed.get(arn) ?? awsManagedPolicy(arn)),
  ];

  const iam: Iam = {
    createUser(account, name, policies) {
      const arn = `arn:aws:iam::${account}:user/${name}`;
      const keys = { accessKeyId: newKeyId('AKIA'), secretAccessKey: newSecret() };
      credentials.set(keys.accessKeyId, {
        secretAccessKey: keys.secretAccessKey,
        caller: { account, arn, principalArn: arn, accessKeyId: keys.accessKeyId },
      });
      policies?.forEach((policy, index) => {
        iam.putPolicy(arn, String(index), policy);
      });
      if (!policies) iam.attachPolicy(arn, 'arn:aws:iam::aws:policy/AdministratorAccess');
      return { ...keys, arn };
    },
    createRole({ account, name, path = '/', trust, maxSessionSeconds = 3600, tags = {} }) {
      const arn = `arn:aws:iam::${account}:role${path}${name}`;
      checkPolicy(`trust policy of ${arn}`, trust);
      const role = { account, name, arn, trust, maxSessionSeconds, tags };
      roles.set(arn, role);
      return role;
    },
    role: (arn) => roles.get(arn),
    rolesOf: (account) => [...roles.values()].filter((role) => role.account === account),
    roleNamed(account, name) {
      const found = [...roles.values()].find((role) => role.account === account && role.name === name);
      if (!found) throw new Error(`There is no role '${name}' in the account ${account}.`);
      return found;
    },
    putPolicy(principalArn, name, policy) {
      checkPolicy(`policy '${name}' of ${principalArn}`, policy);
      inline.set(principalArn, (inline.get(principalArn) ?? new Map()).set(name, policy));
    },
    createManagedPolicy(arn, policy) {
      checkPolicy(`policy ${arn}`, policy);
      managed.set(arn, policy);
    },
    attachPolicy(principalArn, policyArn) {
      if (!managed.has(policyArn)) awsManagedPolicy(policyArn);
      attached.set(principalArn, (attached.get(principalArn) ?? new Set()).add(policyArn));
    },
    openSession(roleArn, sessionName, seconds, limits) {
      const role = roles.get(roleArn);
      if (!role) throw new Error(`There is no role ${roleArn}.`);
      const accessKeyId = newKeyId('ASIA');
      const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`;
      const caller: Caller = { account: role.account, arn, principalArn: role.arn, tags: role.tags, accessKeyId };
      const keys = { accessKeyId, secretAccessKey: newSecret(), sessionToken: randomBytes(48).toString('base64') };
      const expiresAt = new Date(Date.now() + seconds * 1000);
      credentials.set(accessKeyId, { ...keys, expiresAt, caller });
      if (limits) limitsOf.set(accessKeyId, limits);
      return { ...keys, expiresAt, caller };
    },
    openPoolSession(roleArn, cognitoIdentity, seconds) {
      const session = iam.openSession(roleArn, 'CognitoIdentityCredentials', seconds);
      session.caller.cognitoIdentity = cognitoIdentity;
      return session;
    },
    credential: (accessKeyId) => credentials.get(accessKeyId),
    decide(access) {
      const { caller, action, resource } = access;
      // A trust policy speaks of taking the role only, not of what IAM or a service does with it.
      const finders = action.startsWith('iam:') ? [] : resourcePolicies;
      const resourcePolicy = finders.map((find) => find(resource)).find((found) => found !== undefined);
      const session = limitsOf.get(caller.accessKeyId);
      return evaluate({
        principal: caller,
        action,
        resource,
        context: contextOf(access, resourcePolicy?.account),
        identity: identityPolicies(caller.principalArn),
        ...(session ? { session } : {}),
        ...(resourcePolicy ? { resourcePolicy } : {}),
      });
    },
    simulate(principalArn, access) {
      const account = principalArn.split(':')[4] ?? '';
      const principal = { account, arn: principalArn, principalArn };
      const context = contextOf({ ...access, caller: { ...principal, accessKeyId: '' } });
      return evaluate({ principal, ...access, context, identity: identityPolicies(principalArn) });
    },
    addResourcePolicies: (find) => void resourcePolicies.push(find),
  };
  iam.addResourcePolicies((arn) => {
    const role = roles.get(arn);
    return role && { policy: role.trust, account: role.account, mustAllow: true };
  });
  return iam;
}

const newKeyId = (prefix: 'AKIA' | 'ASIA') => prefix + randomBytes(16).toString('hex').slice(0, 16).toUpperCase();
const newSecret = () => randomUUID().replaceAll('-', '') + randomBytes(4).toString('hex');
