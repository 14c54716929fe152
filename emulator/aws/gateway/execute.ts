/** Runs one operation for one caller, whether it came over the wire or from a service of this cloud. */
import type { Clock } from '../../../time/clock.ts';
import type { Faults } from '../../base/faults.ts';
import type { Lateness } from '../../base/lateness.ts';
import type { Fault, RecordedCall } from '../../base/records.ts';
import { AwsError, type Call, type Caller, type Service } from '../../base/service.ts';
import { type Access, authorizer } from './authorize.ts';

/** Says what policies allow. */
export interface Judge {
  decide(access: Access): { allowed: boolean; reason: string };
}

/** What every call meets. */
export interface Surroundings {
  principals: Judge;
  clock: Clock;
  record(call: RecordedCall): void;
  faults: Faults;
  /** Nothing is late when left out. */
  lateness?: Lateness;
}

export interface Request {
  service: Service;
  operation: string;
  input: unknown;
  caller: Caller;
  region: string;
  body?: Buffer;
  headers?: Record<string, string>;
}

/** `lost` when a fault takes the answer away after the work was done. Throws AwsError. */
export async function execute(
  { service, operation, input, caller, region, body = Buffer.alloc(0), headers = {} }: Request,
  { principals, clock, record, faults, lateness }: Surroundings,
): Promise<{ output: unknown; lost: boolean }> {
  const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (!run) {
    const message = `The operation '${operation}' of the service '${service.signingName}' is not implemented by the local cloud.`;
    throw new AwsError('UnsupportedByLocalCloud', message, 501);
  }
  const effects = faults.match(`${service.signingName}:${operation}`, caller.principalArn);
  await suffer(effects, clock);
  const about = { caller, region, service: service.signingName, operation, protocol: service.protocol };
  const authorize = authorizer(about, decisionUnder(effects, principals), record);
  const late = lateness && (lateness.everywhere || effects.some(({ kind }) => kind === 'late')) ? lateness : undefined;
  const looker = { operation: `${service.signingName}:${operation}`, principalArn: caller.principalArn };
  const isLate: Call['isLate'] = (thing, since, look = 'by-id') =>
    late?.misses(looker, thing, { since, now: clock.now().getTime() }, look) ?? false;
  const call: Call = { ...about, account: caller.account, body, headers, clock, authorize, isLate };
  const output = await run(input, call);
  return { output, lost: effects.some(({ kind }) => kind === 'kill-after') };
}

const DENIED = { allowed: false, reason: 'no policy of the role allows it, by a fault that was added' };

/** What policies say, unless a fault denies the call. */
export const decisionUnder = (effects: Fault['effect'][], judge: Judge): Judge['decide'] =>
  effects.some(({ kind }) => kind === 'denied') ? () => DENIED : (access) => judge.decide(access);

/** Faults that strike before the work is done. */
async function suffer(effects: Fault['effect'][], clock: Clock): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === 'delay') await clock.sleep(effect.milliseconds);
    if (effect.kind === 'error') throw new AwsError(effect.code, effect.message, effect.status ?? 400);
  }
}
