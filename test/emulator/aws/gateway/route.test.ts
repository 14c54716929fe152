import { describe, expect, it } from 'vitest';
import { splitTarget } from '../../../../emulator/aws/gateway/http-message.ts';
import { matchRoute } from '../../../../emulator/aws/gateway/protocols/route.ts';
import type { Service } from '../../../../emulator/base/service.ts';

const service: Service = {
  signingName: 'x',
  protocol: 'rest-json',
  operations: {},
  routes: {
    ListObjectsV2: 'GET /{Bucket}?list-type=2',
    ListObjects: 'GET /{Bucket}',
    GetObject: 'GET /{Bucket}/{Key+}',
    DescribeAccessEntry: 'GET /clusters/{name}/access-entries/{principalArn}',
    DeleteEntry: 'DELETE /clusters/{name}/access-entries/{principalArn}',
  },
};
const match = (method: string, target: string) =>
  matchRoute(service, { method, ...splitTarget(target), headers: {}, body: Buffer.alloc(0) });

describe('routes', () => {
  it.each([
    [
      'the one whose flag is set',
      'GET',
      '/b?list-type=2&prefix=a%2Fb',
      'ListObjectsV2',
      { Bucket: 'b', 'list-type': '2', prefix: 'a/b' },
    ],
    ['the one without flags', 'GET', '/b', 'ListObjects', { Bucket: 'b' }],
    ['keys with slashes', 'GET', '/b/c/d%20e', 'GetObject', { Bucket: 'b', Key: 'c/d e' }],
    [
      'labels that hold encoded slashes',
      'DELETE',
      '/clusters/prod/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx',
      'DeleteEntry',
      { name: 'prod', principalArn: 'arn:aws:iam::1:role/x' },
    ],
    ['a member that comes twice as a list', 'GET', '/b?k=1&k=2', 'ListObjects', { Bucket: 'b', k: ['1', '2'] }],
  ])('match %s', (_, method, target, operation, members) => {
    expect(match(method, target)).toEqual({ operation, members });
  });

  it('are named by method and path when none matches', () => {
    expect(match('PATCH', '/b').operation).toBe('PATCH /b');
  });
});
