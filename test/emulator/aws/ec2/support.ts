import { createEc2 } from '../../../../emulator/aws/ec2/ec2.ts';
import { createMemoryKeys, type EbsKey, type Keys } from '../../../../emulator/aws/ec2/keys.ts';
import { createEc2State, type Ec2State } from '../../../../emulator/aws/ec2/state.ts';
import { AwsError, type Call, type Service } from '../../../../emulator/base/service.ts';
import type { Clock } from '../../../../time/clock.ts';

export const SOURCE = '222233334444';
export const TARGET = '444455556666';
export const FROM = 'us-east-1';
export const TO = 'eu-west-1';

/** Stands still until a test moves it. */
class HandClock implements Clock {
  milliseconds = Date.parse('2026-11-01T12:00:00Z');
  now = () => new Date(this.milliseconds);
  sleep = async (milliseconds: number) => {
    this.milliseconds += milliseconds;
  };
  pass(seconds: number): void {
    this.milliseconds += seconds * 1000;
  }
}

export interface Authorized {
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
}

/** One caller in front of a service: `send` answers the output, or throws AwsError. */
export interface Desk {
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests as they are on the wire
  send(operation: string, input?: unknown, extra?: Partial<Call>): any;
  authorized: Authorized[];
}

export function desk(
  service: Service,
  {
    account,
    region,
    clock,
    deny,
  }: { account: string; region: string; clock: Clock; deny?: (one: Authorized) => boolean },
): Desk {
  const authorized: Authorized[] = [];
  return {
    authorized,
    send(operation, input = {}, extra = {}) {
      const run = service.operations[operation];
      if (!run) throw new Error(`no operation ${operation}`);
      return run(input, {
        caller: {
          account,
          arn: `arn:aws:sts::${account}:assumed-role/tester/t`,
          principalArn: `arn:aws:iam::${account}:role/tester`,
          accessKeyId: 'AKIATEST',
        },
        account,
        region,
        service: service.signingName,
        operation,
        body: Buffer.alloc(0),
        headers: {},
        clock,
        isLate: () => false,
        authorize(action, resource, context = {}) {
          const one = { action, resource, context };
          authorized.push(one);
          if (deny?.(one)) throw new AwsError('UnauthorizedOperation', 'You are not authorized.', 403);
        },
        ...extra,
      });
    },
  };
}

export interface World {
  clock: HandClock;
  state: Ec2State;
  keys: Keys;
  ec2: Service;
  source: Desk;
  target: Desk;
}

export const SOURCE_KEY = `arn:aws:kms:${FROM}:${SOURCE}:key/11111111-2222-3333-4444-555555555555`;
export const TARGET_KEY = `arn:aws:kms:${TO}:${TARGET}:key/99999999-8888-7777-6666-555555555555`;

/** Two accounts with a key each; the source's key may be used by both. */
export function world(keyList: (EbsKey & { alias?: string })[] = BOTH_KEYS): World {
  const clock = new HandClock();
  let ids = 0;
  const state = createEc2State({ randomHex: (digits) => (++ids).toString(16).padStart(digits, '0') });
  const keys = createMemoryKeys(
    keyList,
    (call, arn) => arn === SOURCE_KEY || arn.split(':')[4] === call.caller.account,
  );
  const ec2 = createEc2({ state, kms: keys });
  return {
    clock,
    state,
    keys,
    ec2,
    source: desk(ec2, { account: SOURCE, region: FROM, clock }),
    target: desk(ec2, { account: TARGET, region: TO, clock }),
  };
}

const BOTH_KEYS = [
  { arn: SOURCE_KEY, enabled: true, customerManaged: true },
  { arn: TARGET_KEY, enabled: true, customerManaged: true },
];

/** What an operation was refused with: `code: message`. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

/** A volume with a few written bytes, available. */
export function volumeOf(world: World, input: Record<string, unknown> = {}): string {
  const { volumeId } = world.source.send('CreateVolume', {
    AvailabilityZone: `${FROM}a`,
    Size: '2',
    VolumeType: 'gp3',
    ...input,
  });
  world.clock.pass(5);
  return volumeId;
}

/** A completed snapshot of the volume. */
export function snapshotOf(world: World, volumeId: string): string {
  const { snapshotId } = world.source.send('CreateSnapshot', { VolumeId: volumeId });
  world.clock.pass(60);
  return snapshotId;
}
