import type { Agent } from 'node:https';

/** Over a round trip as long as this there are twice as many: 64 are 800 requests a second. Each costs a handshake on both sides. */
const TWICE_AS_MANY_MS = 80;
const MOST_TIMES = 3;

/**
 * What an API server works on at a time is bounded by the connections to it. Of those to one that is far most are waiting for what is on
 * its way: 32 over 80 ms are 400 requests a second, whatever the server could do. So the bound grows with the round trip, of
 * which the fastest answer tells, once there are enough to go by.
 */
export function moreWhenFar(agent: Agent, near: number): (answeredAfterMs: number | undefined) => void {
  let answers = 0;
  let fastest = Number.POSITIVE_INFINITY;
  return (milliseconds = Number.POSITIVE_INFINITY) => {
    answers++;
    fastest = Math.min(fastest, milliseconds);
    if (answers >= near && Number.isFinite(fastest)) agent.maxSockets = connectionsFor(near, fastest);
  };
}

const connectionsFor = (near: number, roundTripMs: number): number =>
  Math.floor(near * Math.min(MOST_TIMES, 1 + roundTripMs / TWICE_AS_MANY_MS));
