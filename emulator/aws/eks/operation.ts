import * as z from 'zod';
import { AwsError, type Call, type Operation } from '../../base/service.ts';
import type {
  AccessAttributes,
  ClusterBackend,
  ClusterIdentity,
  Mishap,
  RunningCluster,
} from '../../kubernetes/contract/backend.ts';
import type { Ec2State } from '../ec2/state.ts';
import type { FindCredential } from '../gateway/authenticate.ts';
import type { EntryLag } from './identity.ts';
import type { Cluster, EksState, Tags } from './state.ts';
import { findCluster } from './state.ts';

/**
 * EKS takes a role in the name of its caller, who needs the right to hand it over
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export function passRole(roleArn: string | undefined, { call }: EksCall, service = 'eks.amazonaws.com'): void {
  if (roleArn !== undefined) call.authorize('iam:PassRole', roleArn, { 'iam:PassedToService': service });
}

/** How long things take, in milliseconds of the clock. */
export interface EksDurations {
  createCluster: number;
  deleteCluster: number;
  createNodegroup: number;
  deleteNodegroup: number;
  createFargateProfile: number;
  deleteFargateProfile: number;
  createAddon: number;
}

/** What all operations work with. */
export interface EksContext {
  state: EksState;
  ec2: Ec2State;
  backend: ClusterBackend;
  credential: FindCredential;
  entryLag: EntryLag;
  durations: EksDurations;
  /** Told of each request to a cluster; answers what goes wrong with it. */
  meet?: ((cluster: Cluster, identity: ClusterIdentity, access: AccessAttributes) => Mishap | undefined) | undefined;
  /** Told when the control plane of a cluster that did not exist from the start answers. */
  onStarted?: ((cluster: Cluster, running: RunningCluster) => void) | undefined;
  /** Told before it stops. */
  onStopping?: ((cluster: Cluster) => Promise<void>) | undefined;
}

/** One call, read. */
export interface EksCall extends EksContext {
  call: Call;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Refuses what is missing, malformed or not implemented, by name. */
export const eksOperation =
  <S extends z.ZodType>(
    schema: S,
    context: EksContext,
    run: (input: z.output<S>, eks: EksCall) => unknown,
  ): Operation =>
  (wire, call) => {
    const result = schema.safeParse(wire);
    if (!result.success) throw refusal(result.error.issues[0]!);
    return run(result.data, { ...context, call, now: call.clock.now().getTime() });
  };

function refusal(issue: z.core.$ZodIssue): AwsError {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return new AwsError('UnsupportedByLocalCloud', `The local EKS does not know the member ${names} of this input.`);
  }
  return invalid(`${issue.path.join('.')}: ${issue.message}`);
}

export const invalid = (message: string) => new AwsError('InvalidParameterException', message, 400);

export const TagMap = z.record(z.string(), z.string()).default({});
/** Idempotency token: SDKs always send one. */
export const token = { clientRequestToken: z.string().optional() };
export const paging = {
  maxResults: z.coerce.number().int().min(1).max(100).default(100),
  nextToken: z.string().optional(),
};

/** The named cluster of the caller's account and Region, with the right on it. */
export function clusterOf(name: string, action: string, eks: EksCall, conditions: Conditions = {}): Cluster {
  const cluster = findCluster(eks.state, eks.call, name, eks.now);
  eks.call.authorize(action, cluster.arn, { ...resourceTags(cluster.tags), ...conditions });
  return cluster;
}

export type Conditions = Record<string, string | string[]>;

export const resourceTags = (tags: Tags): Conditions =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));

export const requestTags = (tags: Tags): Conditions =>
  Object.keys(tags).length === 0
    ? {}
    : {
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
        'aws:TagKeys': Object.keys(tags),
      };

/** One page of names; the token is the number of the first of the next. */
export function page<T>(items: T[], { maxResults, nextToken }: { maxResults: number; nextToken?: string | undefined }) {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from)) throw invalid('The next token is not valid.');
  const to = from + maxResults;
  return { items: items.slice(from, to), ...(to < items.length ? { nextToken: String(to) } : {}) };
}
