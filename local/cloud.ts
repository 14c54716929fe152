/**
 * A whole small AWS on this machine: three accounts, two Regions, the synthesized app deployed in it, and two
 * clusters. `startCloud` is the main path; each room has its own reason.
 */
import type { Clock } from '../core/ports/clock.ts';
import type { Ec2State } from './aws/ec2/state.ts';
import type { ClusterBackend, RunningCluster } from './kubernetes/backend.ts';

export interface CloudOptions {
  /** Folder of the synthesized cloud assembly (`cdk.out`). */
  assembly: string;
  backend: ClusterBackend;
  /** 0 picks a free port. */
  port?: number;
  /** How many times faster than real time waits pass; 1 when left out. */
  speed?: number;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** One authorized action of one call, as policies are evaluated on it. */
export interface RecordedCall {
  service: string;
  operation: string;
  action: string;
  resource: string;
  principalArn: string;
  account: string;
  region: string;
  context: Record<string, string | string[]>;
  allowed: boolean;
}

/** What is to go wrong: matched against each call or function invocation, in order. */
export interface Fault {
  /** `ec2:CopySnapshot`, or `lambda:copy-segment` for a function. */
  on: string;
  /** Which matching call: 1 is the first. Every one when left out. */
  nth?: number;
  effect:
    | { kind: 'error'; code: string; message: string; status?: number }
    | { kind: 'delay'; milliseconds: number }
    /** The function does all its work, and then its answer is lost (Lambda.Unknown). */
    | { kind: 'kill-after' };
}

export interface Cloud {
  endpoint: string;
  /** Of the hub. */
  region: string;
  clock: Clock;
  /** `pipeline` is a user of the hub's account with the right to start the routes, and no other. */
  accounts: Record<'hub' | 'source' | 'target' | 'pipeline', { id: string; region: string; credentials: Credentials }>;
  clusters: Record<'source' | 'target', { name: string; running: RunningCluster }>;
  /** Machine name (`kubeferry-prod-to-dev`) -> ARN. */
  stateMachines: Record<string, string>;
  /** Name of the hub's bucket with the runs' records. */
  bucket: string;
  calls: RecordedCall[];
  /** EC2's own state: the volumes with their bytes, for loading disk images and for proving a clone. */
  ec2: Ec2State;
  /** Waits until the CSI drivers of both clusters have nothing left to provision, attach or detach. */
  settled(): Promise<void>;
  addFault(fault: Fault): void;
  stop(): Promise<void>;
}
