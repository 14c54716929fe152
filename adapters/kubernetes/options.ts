import type { Gate } from '../../core/base/pace/gate.ts';
import type { Clock } from '../../time/clock.ts';
import type { CallConnector } from './connector/messages.ts';

/** Asked at most every ten minutes, and again after a 401: then with the token that was refused. */
export type TokenSource = (refused?: string) => Promise<string> | string;

export type ClusterCredential = { token: TokenSource } | { cert: string; key: string };

export interface ConnectOptions {
  /** `https://…`, as DescribeCluster returns it. */
  endpoint: string;
  /** PEM of the cluster's own certificate authority. */
  certificateAuthority: string;
  credential: ClusterCredential;
  /** For waits after 429; the machine's clock when left out. */
  clock?: Clock;
  /** 0 <= n < 1, for jitter; `Math.random` when left out. */
  random?: () => number;
  /** Calls the connector in the cluster's network, when the endpoint itself is out of reach. */
  connector?: CallConnector;
  /** What to say when no connection comes about. */
  wayOut?: string;
  /** Connections kept alive, and so requests in flight, to a server that is near; 32 when left out, and up to three times as many to one that is far. */
  maxSockets?: number;
  /** Lets requests in at some pace; all at once when left out. */
  turn?: Gate | undefined;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
