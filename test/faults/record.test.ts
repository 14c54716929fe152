import { expect, it } from 'vitest';
import type { RecordedCall } from '../../emulator/base/records.ts';
import { chosen, meets, recorded } from './record.ts';

const madeBy = (...calls: string[]) =>
  calls.map((call) => {
    const [service, operation, role] = call.split(' ');
    return { service, operation, principalArn: `arn:aws:iam::111122223333:role/${role}` } as RecordedCall;
  });
const read = 's3 GetObject kubeferry-plan-clone';
const write = 's3 PutObject kubeferry-plan-clone';
const park = 's3 PutObject kubeferry-park-former-clone';
const told = 's3 GetObject kubeferry-answer-api';
const driven = 'ec2 AttachVolume ebs-csi-driver';

it('takes each call of a run once for each role, and none of people or drivers', () => {
  const { all, late } = recorded(madeBy(read, write, told, read, driven));
  expect(all.map(({ on, by }) => `${on} ${by}`)).toEqual([
    's3:GetObject kubeferry-plan-clone',
    's3:PutObject kubeferry-plan-clone',
  ]);
  expect(late).toEqual([]);
});

it('chooses a call where it first appears, and once more after the turn of a flow', () => {
  const clone = recorded(madeBy(read));
  const refresh = recorded(madeBy(read, write, park, read), 'kubeferry-park-former-clone');
  const after = 'kubeferry-park-former-clone';
  expect(
    chosen([
      ['clone', clone],
      ['refresh', refresh],
    ]),
  ).toEqual([
    ['clone', [{ on: 's3:GetObject', by: 'kubeferry-plan-clone' }]],
    [
      'refresh',
      [
        { on: 's3:PutObject', by: 'kubeferry-plan-clone' },
        { on: 's3:PutObject', by: 'kubeferry-park-former-clone', after },
        { on: 's3:GetObject', by: 'kubeferry-plan-clone', after },
      ],
    ],
  ]);
});

it('knows whether a run made the call at all, and late enough', () => {
  const call = { on: 's3:GetObject', by: 'kubeferry-plan-clone' };
  expect(meets(madeBy(read, park), call)).toBe(true);
  expect(meets(madeBy(read, park), { ...call, after: 'kubeferry-park-former-clone' })).toBe(false);
  expect(meets(madeBy(park, read), { ...call, after: 'kubeferry-park-former-clone' })).toBe(true);
  expect(meets(madeBy(read), { ...call, after: 'kubeferry-park-former-clone' })).toBe(false);
});

it('refuses a turn that no good run takes', () => {
  expect(() => recorded(madeBy(read), 'kubeferry-renamed')).toThrow('makes no call as kubeferry-renamed');
});
