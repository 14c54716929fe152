import { expect, it, vi } from 'vitest';
import { httpHandler } from '../../../lambdas/_shared/http.ts';

const event = (rest: object) => ({
  routeKey: 'GET /routes',
  requestContext: { authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:user/ann' } }, timeEpoch: 0 },
  ...rest,
});

it.each([
  ['left out', {}],
  ['null', { headers: null, queryStringParameters: null, pathParameters: null, body: null }],
])('takes parts of a request that are %s as empty', async (_, parts) => {
  const answer = vi.fn(async () => ({ status: 200, headers: {}, body: '{}' }));
  expect(await httpHandler('test', answer)(event(parts))).toMatchObject({ statusCode: 200 });
  expect(answer).toHaveBeenCalledWith(expect.objectContaining({ headers: {}, query: {}, labels: {}, body: '' }));
});

// Promise: asks-what-it-may
it.each(['{"": 0}', '{"selection": {}}'])('does nothing for whoever asks whether they may: %s', async (body) => {
  const answer = vi.fn(async () => ({ status: 202, headers: {}, body: '{}' }));
  const asked = event({ headers: { 'kubeferry-may-i': '1' }, body });
  expect(await httpHandler('test', answer)(asked)).toEqual({ statusCode: 204 });
  expect(answer).not.toHaveBeenCalled();
});

// Promise: no-secret-in-a-sentence
it('names the caller without a secret that somebody has put into the name of their session', async () => {
  const answer = vi.fn(async (_: { caller: string }) => ({ status: 200, headers: {}, body: '{}' }));
  const userArn = 'arn:aws:sts::111122223333:assumed-role/dev/ghp_abcdefghijklmnopqrstuvwxyz0123456789';
  await httpHandler('test', answer)(event({ requestContext: { authorizer: { iam: { userArn } }, timeEpoch: 0 } }));
  expect(answer.mock.calls[0]?.[0].caller).toBe('arn:aws:sts::111122223333:assumed-role/dev/***');
});

it('names whoever signs in through an identity pool by the name that their issuer has for them', async () => {
  const answer = vi.fn(async (_: { caller: string }) => ({ status: 200, headers: {}, body: '{}' }));
  const userArn = 'arn:aws:sts::111122223333:assumed-role/ui/CognitoIdentityCredentials';
  const cognitoIdentity = {
    amr: ['authenticated', 'login.example.com', 'login.example.com:app:jane'],
    identityId: 'eu-west-1:1',
    identityPoolId: 'eu-west-1:2',
  };
  const iam = { userArn, cognitoIdentity };
  await httpHandler('test', answer)(event({ requestContext: { authorizer: { iam }, timeEpoch: 0 } }));
  expect(answer.mock.calls[0]?.[0].caller).toBe(`${userArn}/jane`);
});
