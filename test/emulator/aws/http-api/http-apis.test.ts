import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sha256 } from '../../../../adapters/sha256.ts';
import { type Gateway, startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createHttpApis } from '../../../../emulator/aws/http-api/http-apis.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import type { Lambda } from '../../../../emulator/aws/lambda/lambda-service.ts';
import { createSts } from '../../../../emulator/aws/sts/sts.ts';
import { acceleratedClock } from '../../../../emulator/base/clock.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:answer-api';
const MINUTE = 60_000;
const PAGE = 'https://ferry.example.com';

/** The last event that the function got. */
// biome-ignore lint/suspicious/noExplicitAny: payload format 2.0, of which a test looks at what it knows
let asked: any;

/** A function that answers "hello", and lets API Gateway in. */
const lambda = {
  resourcePolicy: () => ({
    policy: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: FUNCTION,
        },
      ],
    },
    account: PLACE.account,
    mustAllow: false,
  }),
  invoke: async (_: string, event: string) => {
    asked = JSON.parse(event);
    return { payload: JSON.stringify({ statusCode: 200, body: 'hello' }) };
  },
} as unknown as Lambda;

const iam = createIam();
const admin = iam.createUser(PLACE.account, 'admin');
/** Ahead of the machine, as an accelerated clock is after a while. */
const clock = acceleratedClock(1, new Date('2031-01-01T12:00:00Z'));
let gateway: Gateway;
let api: string;
beforeAll(async () => {
  const apis = createHttpApis({ lambda, endpoint: () => gateway.endpoint });
  const surroundings = { principals: iam, clock, record: () => {}, faults: createFaults() };
  gateway = await startGateway({ ...surroundings, services: [apis.service, createSts(iam)] });
  const made = apis.create(PLACE, {
    AllowOrigins: [PAGE],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['authorization', 'x-amz-date'],
    ExposeHeaders: ['etag'],
    MaxAge: 3600,
  });
  made.stage = '$default';
  made.integrations.set('i', FUNCTION);
  made.routes.set('GET /routes', 'i');
  api = made.endpoint;
});
afterAll(() => gateway.stop());

interface Signing {
  credentials?: typeof admin;
  service?: string;
  region?: string;
  at?: Date;
}

async function get({ credentials = admin, service = 'execute-api', region = PLACE.region, at = new Date() }: Signing) {
  const { hostname, port, host, pathname } = new URL(`${api}/routes`);
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const request = new HttpRequest({ method: 'GET', hostname, port: Number(port), path: pathname, headers: { host } });
  const { headers } = await signer.sign(request, { signingDate: at });
  return fetch(`${api}/routes`, { headers });
}

const said = async (answer: Response) => ({
  status: answer.status,
  text: await answer.text(),
  reason: answer.headers.get('x-amzn-errortype'),
});
const FORBIDDEN = { status: 403, text: '{"message":"Forbidden"}', reason: null };

it('answers what is signed by somebody who may', async () => {
  expect(await said(await get({}))).toMatchObject({ status: 200, text: 'hello' });
});

it('dates its answers by its own clock, as what is behind it dates its records', async () => {
  expect((await get({})).headers.get('date')).toMatch(/^Wed, 01 Jan 2031 12:/);
});

it('says Forbidden, and not why, to a request that is not signed', async () => {
  expect(await said(await fetch(`${api}/routes`))).toEqual(FORBIDDEN);
  expect(await said(await fetch(`${api}/routes`, { headers: { authorization: 'Bearer token' } }))).toEqual(FORBIDDEN);
});

it.each<[string, () => Signing]>([
  ['a wrong secret', () => ({ credentials: { ...admin, secretAccessKey: 'wrong' } })],
  ['a key that nobody has', () => ({ credentials: { ...admin, accessKeyId: 'AKIANOBODY' } })],
  ['a date of twenty minutes ago', () => ({ at: new Date(Date.now() - 20 * MINUTE) })],
  ['the name of another service', () => ({ service: 'sts' })],
  ['the name of another Region', () => ({ region: 'us-east-1' })],
  ['credentials without the right', () => ({ credentials: iam.createUser(PLACE.account, 'nobody', []) })],
])('says Forbidden, and not why, to a request that is signed with %s', async (_, signing) => {
  expect(await said(await get(signing()))).toEqual(FORBIDDEN);
});

it('tells a function whose keys an identity pool has given out, and nobody else', async () => {
  await get({});
  expect(asked.requestContext.authorizer.iam.cognitoIdentity).toBeNull();
  const { arn } = iam.createRole({ account: PLACE.account, name: 'developer', trust: { Statement: [] } });
  iam.putPolicy(arn, 'all', { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] });
  const identity = { amr: ['authenticated', 'login', 'login:OIDC:ann'], identityId: 'i', identityPoolId: 'p' };
  await get({ credentials: { ...admin, ...iam.openPoolSession(arn, identity, 3600) } });
  expect(asked.requestContext.authorizer.iam).toMatchObject({
    userArn: `arn:aws:sts::${PLACE.account}:assumed-role/developer/CognitoIdentityCredentials`,
    cognitoIdentity: identity,
  });
});

/** As a browser asks before it sends what a page of another origin wants. */
const preflight = (origin: string) =>
  fetch(`${api}/routes`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });

it('lets in pages of its origins without a signature to the question, and with one to the call', async () => {
  const asked = await preflight(PAGE);
  expect([
    asked.status,
    ...['origin', 'methods', 'headers'].map((name) => asked.headers.get(`access-control-allow-${name}`)),
  ]).toEqual([204, PAGE, 'GET,POST', 'authorization,x-amz-date']);
  const refused = await fetch(`${api}/routes`, { headers: { origin: PAGE } });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, PAGE]);
});

it('tells no browser that pages of another origin may call', async () => {
  expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
});
