import { expect, it } from 'vitest';
import { isForwarded, isOwnCall, isOwnHost } from '../../../cli/ui/guard.ts';

it.each([
  ['127.0.0.1:4711', true],
  ['localhost:4711', true],
  ['127.0.0.1:4712', false],
  ['evil.example:4711', false],
  ['127.0.0.1', false],
  [undefined, false],
])('takes host %s for its own: %s', (host, own) => expect(isOwnHost({ host }, 4711)).toBe(own));

it.each([
  ['its own page', { 'sec-fetch-site': 'same-origin', 'x-kubeferry-token': 'token' }, true],
  ['curl, with the token', { 'x-kubeferry-token': 'token' }, true],
  ['another token', { 'sec-fetch-site': 'same-origin', 'x-kubeferry-token': 'other' }, false],
  ['a longer token', { 'x-kubeferry-token': 'token-and-more' }, false],
  ['no token', { 'sec-fetch-site': 'same-origin' }, false],
  ['another site with the token', { 'sec-fetch-site': 'cross-site', 'x-kubeferry-token': 'token' }, false],
  ['another port of this machine', { 'sec-fetch-site': 'same-site', 'x-kubeferry-token': 'token' }, false],
])('lets %s call: %j %s', (_, from, own) => expect(isOwnCall(from, 'token')).toBe(own));

it.each([
  ['/routes', true],
  ['/me', true],
  ['/openapi.json', true],
  ['/routes/prod-to-dev/clones?limit=5', true],
  ['/routes/prod-to-dev/schedules/a%20b', true],
  ['/routes/a/clones/c/objects?q=StatefulSet+shop%2Forders', true],
  ['/routes/../_aws/anything', false],
  ['/routes/..?q=x', false],
  ['/routes/..%2f_aws', false],
  ['/routes//x', false],
  ['/_aws/iam', false],
  ['/meantime', false],
  ['//evil.example/routes', false],
  ['/routes/%2e%2e/%2E%2e/other', false],
  ['/routes/.%2e/other', false],
  ['/routes/shop%2e1', true],
])('passes %s on: %s', (path, passes) => expect(isForwarded(path)).toBe(passes));
