import { describe, expect, it } from 'vitest';
import { runPace } from '../../../../core/base/request/pace.ts';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';

const night = { from: '20:00', to: '06:00', timeZone: 'Europe/Berlin' };
const route = {
  name: 'prod-to-dev',
  defaults: { selection: { namespaces: ['shop'] } },
  limits: {},
  mayQuiesce: false,
  pace: { requestsPerSecond: 400, windows: [night] },
};

describe('the pace of a request', () => {
  it('may be lower than its route has it', () => {
    const { pace } = parseRequest({ pace: { requestsPerSecond: 100 } }, route);
    expect(runPace(route.pace, pace)).toEqual({ requestsPerSecond: 100, windows: [[night]] });
  });

  // Promise: pace-is-kept
  it('is refused above that of its route', () => {
    expect(() => parseRequest({ pace: { requestsPerSecond: 500 } }, route)).toThrow(
      'pace.requestsPerSecond: 500 is above the pace of route "prod-to-dev", which is 400.',
    );
  });

  it('is refused with windows that are never open together with those of the route', () => {
    const noon = { ...night, from: '12:00', to: '13:00' };
    expect(() => parseRequest({ pace: { windows: [noon] } }, route)).toThrow(
      'pace.windows: Together with the windows of route "prod-to-dev" they are closed too long',
    );
  });

  it('is refused with a time zone that the IANA database does not know', () => {
    expect(() => parseRequest({ pace: { windows: [{ ...night, timeZone: 'Berlin/Europe' }] } }, route)).toThrow(
      'a time zone is written as the IANA database has it',
    );
  });

  it('is none where neither says any', () => {
    expect(runPace(undefined, undefined)).toBeUndefined();
  });
});
