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
  /** `ec2:CopySnapshot`, `lambda:copy-segment` for a function, or `kubernetes:patch-deployments` for requests to API servers. */
  on: string;
  /** Only calls of this role. Anybody's when left out: also of a schedule that runs by itself. */
  by?: string;
  /** Only once this role has made a call, with that very call: for a fault that comes late in a run. */
  after?: string;
  /** Which matching call: 1 is the first. Every one when left out. */
  nth?: number;
  effect:
    | { kind: 'error'; code: string; message: string; status?: number }
    | { kind: 'delay'; milliseconds: number }
    /** No policy allows the call, as the service itself says it; of a machine's own calls as well. */
    | { kind: 'denied' }
    /** The call's first look at each fresh thing misses it. */
    | { kind: 'late' }
    /** The function does all its work, and then its answer is lost (Lambda.Unknown). */
    | { kind: 'kill-after' };
}
