import type { Json } from '../../../kube/kube-object.ts';
import type { Clock } from '../../../time/clock.ts';

/** Who acts in a task: the execution role of the machine, in the machine's account and Region. */
export interface Actor {
  /** `arn:aws:iam::…:role/NAME`. */
  roleArn: string;
  account: string;
  region: string;
  executionArn: string;
}

/** What Lambda's Invoke answers; with `functionError` the payload is `{errorType, errorMessage, trace}`. */
export interface FunctionAnswer {
  payload: Json;
  executedVersion: string;
  functionError?: string;
}

export interface S3Object {
  key: string;
  etag: string;
  size: number;
  lastModified: Date;
  storageClass: string;
}

/** S3 as Distributed Maps use it. Each call is authorized by the actor's role. */
export interface StatesS3 {
  get(actor: Actor, request: { bucket: string; key: string }): Promise<Uint8Array>;
  /** In key order. */
  list(actor: Actor, request: { bucket: string; prefix: string }): AsyncIterable<S3Object>;
  put(actor: Actor, request: { bucket: string; key: string; body: string }): Promise<void>;
}

export interface TopicMessage {
  topicArn: string;
  message: string;
  subject?: string;
}

/**
 * Everything that a machine does to the world. A refused or failed call throws `AwsError`, whose code becomes the
 * error name (`Lambda.TooManyRequestsException`); flow tests replace these functions.
 */
export interface StatesHost {
  /** Waits, retry delays and timeouts pass on it; it may run faster than real time. */
  clock: Clock;
  /** Timeouts of functions pass on it, since a function's code never runs faster; `clock` when left out. */
  functionClock?: Clock;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Throws AccessDenied when the role may not; asked for Step Functions' own actions of a task. */
  authorize(actor: Actor, action: string, resource: string): void;
  invokeFunction(
    actor: Actor,
    request: { functionName: string; payload: Json },
    signal: AbortSignal,
  ): Promise<FunctionAnswer>;
  s3: StatesS3;
  publish(actor: Actor, message: TopicMessage): Promise<{ messageId: string }>;
  /** Entries as EventBridge's PutEvents takes them. */
  putEvents(actor: Actor, entries: Json[]): Promise<Json>;
}
