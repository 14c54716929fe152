import type * as z from 'zod';
import { AwsError, type Call, type Operation } from '../../base/service.ts';
import { read } from './input.ts';
import type { Keys } from './keys.ts';
import type { Place } from './records.ts';
import type { Ec2State } from './state.ts';
import type { Bucket, Throttle } from './throttle.ts';

/** What an operation works with. */
export interface Context {
  call: Call;
  state: Ec2State;
  keys: Keys;
  /** The caller's own account in the called Region. */
  place: Place;
  /** Milliseconds since the epoch. */
  now: number;
}

/** One EC2 action: what it takes, what it needs to be allowed, what it does. */
export interface Ec2Operation<S extends z.ZodType = z.ZodType> {
  input: S;
  bucket: Bucket | ((input: z.output<S>) => Bucket);
  /** Looks up the things that the call names and asks for the right on each; a dry run ends after it. */
  authorize(input: z.output<S>, context: Context): void;
  run(input: z.output<S>, context: Context): unknown;
}

export const operation = <S extends z.ZodType>(definition: Ec2Operation<S>) => definition;

/** The operation as the gateway calls it. */
export function asOperation<S extends z.ZodType>(
  name: string,
  definition: Ec2Operation<S>,
  { state, keys, throttle }: { state: Ec2State; keys: Keys; throttle: Throttle },
): Operation {
  return (wire, call) => {
    const input = read(definition.input, wire);
    const now = call.clock.now().getTime();
    const bucket = typeof definition.bucket === 'function' ? definition.bucket(input) : definition.bucket;
    throttle(`${call.account} ${call.region} ${name}`, bucket, now);
    const context: Context = { call, state, keys, place: state.place(call.account, call.region), now };
    definition.authorize(input, context);
    if ((input as { DryRun?: boolean }).DryRun) {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    return definition.run(input, context);
  };
}
