import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eksToken } from '../../../../adapters/kubernetes/eks-token.ts';
import { verifyToken } from '../../../../emulator/aws/eks/token.ts';
import type { Caller } from '../../../../emulator/base/service.ts';

const caller: Caller = {
  account: '222233334444',
  arn: 'arn:aws:sts::222233334444:assumed-role/reader/run-1',
  principalArn: 'arn:aws:iam::222233334444:role/reader',
  accessKeyId: 'ASIAREADER',
};
const credentials = { accessKeyId: 'ASIAREADER', secretAccessKey: 'secret', sessionToken: 'session' };
const find = (id: string) => (id === 'ASIAREADER' ? { ...credentials, caller } : undefined);
const now = new Date('2026-11-22T12:00:00Z');
const make = (changes: Partial<Parameters<typeof eksToken>[0]> = {}) =>
  eksToken({ region: 'us-east-1', cluster: 'prod', credentials, now, ...changes });
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const edit = (token: string, change: (url: URL) => void) => {
  const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
  change(url);
  return `k8s-aws-v1.${Buffer.from(url.href).toString('base64url')}`;
};

/** What a URL says: the same for upper-case hosts, other escapes, and unused bits of the last letter. */
const meaning = (token: string) => {
  const text = Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString();
  if (!URL.canParse(text)) return 'nothing';
  const url = new URL(text);
  return JSON.stringify([url.origin, url.pathname, ...url.searchParams]);
};

describe('an EKS token', () => {
  it('says who made it, for 15 minutes, whatever X-Amz-Expires says', async () => {
    const token = await make();
    expect(verifyToken(token, 'prod', find, now)).toEqual(caller);
    expect(verifyToken(token, 'prod', find, minutesLater(14.9))).toEqual(caller);
    expect(() => verifyToken(token, 'prod', find, minutesLater(15.1))).toThrow('the token has expired');
  });

  it('is good for the cluster that it names, and for no other', async () => {
    const token = await make();
    expect(() => verifyToken(token, 'dev', find, now)).toThrow('the signature does not match');
  });

  it('is refused with another secret, session, or access key', async () => {
    const wrongSecret = await make({ credentials: { ...credentials, secretAccessKey: 'guess' } });
    const wrongSession = await make({ credentials: { ...credentials, sessionToken: 'older' } });
    const unknown = await make({ credentials: { ...credentials, accessKeyId: 'ASIAOTHER' } });
    expect(() => verifyToken(wrongSecret, 'prod', find, now)).toThrow('the signature does not match');
    expect(() => verifyToken(wrongSession, 'prod', find, now)).toThrow('the session token is not the one');
    expect(() => verifyToken(unknown, 'prod', find, now)).toThrow('the access key ASIAOTHER is not known');
  });

  it.each<[string, (url: URL) => void, string]>([
    ['that goes elsewhere', (url) => Object.assign(url, { hostname: 'sts.example.com' }), 'not one of STS'],
    ['over plain HTTP', (url) => Object.assign(url, { protocol: 'http:' }), 'not one of STS'],
    ['with another path', (url) => Object.assign(url, { pathname: '/x' }), 'not one of STS'],
    ['for another action', (url) => url.searchParams.set('Action', 'AssumeRole'), 'not GetCallerIdentity'],
    ['with a parameter more', (url) => url.searchParams.set('Extra', '1'), 'Extra is not allowed'],
    ['with a parameter twice', (url) => url.searchParams.append('action', 'GetCallerIdentity'), 'appears twice'],
    ['with a longer life', (url) => url.searchParams.set('X-Amz-Expires', '901'), 'not from 0 to 900'],
    [
      'without the cluster signed',
      (url) => url.searchParams.set('X-Amz-SignedHeaders', 'host'),
      'x-k8s-aws-id is not signed',
    ],
  ])('is refused when it is a URL %s', async (_, change, reason) => {
    const token = edit(await make(), change);
    expect(() => verifyToken(token, 'prod', find, now)).toThrow(reason);
  });

  it('is refused after any change of a byte', async () => {
    const token = await make();
    fc.assert(
      fc.property(fc.integer({ min: 11, max: token.length - 1 }), fc.constantFrom(...'ABCxyz019-_'), (at, letter) => {
        fc.pre(token[at] !== letter);
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        fc.pre(meaning(changed) !== meaning(token));
        expect(() => verifyToken(changed, 'prod', find, now)).toThrow();
      }),
    );
  });
});
