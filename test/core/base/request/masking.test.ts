import { describe, expect, it } from 'vitest';
import type { KubeferryError } from '../../../../core/base/errors.ts';
import { Masking } from '../../../../core/base/request/masking.ts';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';

const JOB = {
  name: 'names',
  namespace: 'shop',
  image: 'registry/mask:1',
  command: ['mask'],
  claims: { '/data': 'db' },
};
const masking = Masking.parse({ jobs: [JOB] });
const route = { name: 'prod-to-dev', defaults: {}, limits: {}, mayQuiesce: false, masking };
const asked = (request: object, on: object = route) =>
  parseRequest({ selection: { namespaces: ['shop'] }, ...request }, on as typeof route);

function problems(request: object): Record<string, string> {
  try {
    asked(request);
  } catch (error) {
    return Object.fromEntries((error as KubeferryError).problems.map(({ at, message }) => [at, message]));
  }
  return {};
}

const mistakes = (given: unknown) => Masking.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

describe('a route that masks', () => {
  // Promise: nothing-past-the-masking
  it('takes no request that lets workloads of the target run on data before the masking', () => {
    for (const onConflict of ['skip', 'update'])
      expect(problems({ onConflict })).toEqual({ onConflict: expect.stringContaining('Use "fail" or "refresh".') });
    for (const onConflict of ['fail', 'refresh']) expect(problems({ onConflict })).toEqual({});
  });

  it('makes no migration: masked data would take the place of the true, and a failed masking leave the source at zero', () => {
    const migration = { profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };
    const on = { ...route, mayQuiesce: true };
    expect(() => asked(migration, on)).toThrow('what is masked cannot take the place of its source');
    expect(() => asked(migration, { ...on, masking: undefined })).not.toThrow();
  });

  // Promise: nothing-past-the-masking
  it('keeps no snapshot from before the masking in the target, asked for or not', () => {
    expect(problems({ volumes: { lineage: 'keep' } })).toEqual({
      'volumes.lineage': expect.stringContaining('from before the masking'),
    });
    expect(asked({}).volumes.lineage).toBe('none');
    expect(asked({}, { ...route, masking: undefined }).volumes.lineage).toBe('auto');
  });

  // Promise: nothing-past-the-masking
  it('gives a request no word about it', () => {
    expect(problems({ masking: { jobs: [] } })).toEqual({ masking: expect.any(String) });
  });

  it('says nothing about captures, which bring nothing into the target', () => {
    const capturing = { ...route, mayCapture: true };
    expect(asked({ mode: 'capture', capture: { name: 'nightly' } }, capturing).mode).toBe('capture');
  });

  it('runs its jobs beside each other, so that no two have one claim or one name', () => {
    expect(mistakes({ jobs: [JOB, { ...JOB, name: 'cards' }] })).toEqual([
      'claim shop/db is in two jobs, which run beside each other; put it into one.',
    ]);
    expect(mistakes({ jobs: [JOB, { ...JOB, claims: { '/data': 'other' } }] })).toEqual([
      'name "names" is in two jobs, which run beside each other; put it into one.',
    ]);
    expect(mistakes({ jobs: [JOB, { ...JOB, name: 'cards', claims: { '/data': 'other' } }] })).toEqual([]);
  });

  it('names what a job lacks', () => {
    expect(mistakes({ jobs: [] })).toEqual(['a masking without a job masks nothing']);
    expect(mistakes({ jobs: [{ ...JOB, claims: {} }] })).toEqual(['a masking job mounts one claim at least']);
    expect(mistakes({ jobs: [{ ...JOB, claims: { data: 'db' } }] })).toHaveLength(1);
  });
});
