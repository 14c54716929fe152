import type { Clock } from '../../time/clock.ts';
import type { Look } from './lateness.ts';

/** Who calls, as the gateway found out from the request's signature. */
export interface Caller {
  account: string;
  /** `arn:aws:sts::…:assumed-role/NAME/SESSION` or `arn:aws:iam::…:user/NAME`. */
  arn: string;
  /** `arn:aws:iam::…:role/NAME` of an assumed role: what policies and access entries name. */
  principalArn: string;
  /** Of the role. */
  tags?: Record<string, string>;
  accessKeyId: string;
  /** Of keys that an identity pool of Cognito has given out. */
  cognitoIdentity?: CognitoIdentity;
}

/** What API Gateway tells of it: `amr` has `authenticated`, the provider, and the provider with the person's name behind it. */
export interface CognitoIdentity {
  amr: string[];
  identityId: string;
  identityPoolId: string;
}

/** One parsed call on its way to an operation. */
export interface Call {
  caller: Caller;
  account: string;
  /** From the SigV4 scope. */
  region: string;
  /** SigV4 service name and operation, such as `ec2` and `CopySnapshot`. */
  service: string;
  operation: string;
  /** Unparsed body, for operations whose payload is bytes. */
  body: Buffer;
  headers: Record<string, string>;
  clock: Clock;
  /**
   * Every operation says what it does to what, before it does it: recorded, and evaluated against the caller's
   * policies; throws AccessDenied (in the words and code of the service) when they do not allow it.
   * `context` holds the condition keys that the service documents, such as `aws:RequestTag/x`.
   */
  authorize(action: string, resource: string, context?: Record<string, string | string[]>): void;
  /**
   * Eventual consistency: true when this look comes too early for what was made, or changed, at `since` (milliseconds
   * since the epoch). Operations of services that are eventually consistent ask before they show a thing.
   */
  isLate(thing: string, since: number, look?: Look): boolean;
}

/** What an operation answers instead of its output: an AWS error. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Extra members of the error shape, such as `Reason` of EBS's ValidationException. */
  readonly fields: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, fields: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}

/** Output that is not only members: bytes as payload, or headers beside the members. */
export class RawOutput {
  readonly body: Uint8Array;
  readonly headers: Record<string, string>;
  readonly status: number;
  constructor(body: Uint8Array, headers: Record<string, string> = {}, status = 200) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the input is what a stock SDK sent; each operation reads the members that it knows
export type Operation = (input: any, call: Call) => unknown;

/** What of a request browsers write themselves. */
export interface BrowserRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
}

/**
 * One emulated service. It implements only what kubeferry uses; any other operation is answered by the gateway
 * with an error that names it. Members of inputs that an operation does not know must be refused by it
 * (`AwsError('UnsupportedByLocalCloud', …)`), never ignored.
 *
 * - `json`: X-Amz-Target header, JSON both ways (Step Functions, KMS).
 * - `query`: form-encoded both ways in, XML out, lists as `member` (STS, IAM, SNS); input arrives as nested objects and arrays.
 * - `ec2`: the same, lists as `item`, names lower-camel: outputs are returned exactly as they go on the wire,
 *   for example `{ snapshotSet: [{ snapshotId: 'snap-1' }] }`.
 * - `rest-json` / `rest-xml`: `routes` map `METHOD /path/{label}?flag` to operations; input has labels, query members
 *   (by wire name) and the JSON body's members; for S3 the operation reads `call.body`.
 * - `http-api`: whatever an HTTP API takes; one operation gets the request as it came, and answers a RawOutput.
 */
export interface Service {
  signingName: string;
  protocol: 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml' | 'http-api';
  operations: Record<string, Operation>;
  /** What begins with it is its own, signed or not: on AWS it has a host name of its own. */
  prefix?: string;
  /** Answers what browsers ask before they send a request to another origin: it is not signed. Undefined: nobody does. */
  preflight?(request: BrowserRequest): RawOutput | undefined;
  /** Headers of every answer to a page of another origin. */
  headersFor?(request: BrowserRequest): Record<string, string>;
  /** Only for the rest protocols: operation -> `GET /clusters/{name}`. `{label+}` takes slashes. */
  routes?: Record<string, string>;
  /** Only for `rest-json`: the status of an operation's success where it is not 200. */
  statuses?: Record<string, number>;
  /** Only for `json`. */
  jsonVersion?: '1.0' | '1.1';
  /** XML namespace of answers, for the XML protocols. */
  xmlNamespace?: string;
}
