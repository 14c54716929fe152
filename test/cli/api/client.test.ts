import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { connect } from '../../../cli/api/client.ts';

/** Answers as API Gateway on `/api`, and as STS otherwise. */
let server: Server;
let answer: { status: number; body: unknown };
let identity: { status: number; body: string };
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const ARN = 'arn:aws:iam::111122223333:user/ana';
const KNOWN = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${ARN}</Arn><UserId>u</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const EXPIRED =
  '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>';

beforeAll(async () => {
  server = createServer((request, response) => {
    const api = request.url?.startsWith('/api');
    const { status, body } = api ? answer : identity;
    request.resume().on('end', () => response.writeHead(status).end(api ? JSON.stringify(body) : body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());
beforeEach(() => {
  const environment = {
    AWS_ENDPOINT_URL: url(),
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_REGION: 'x',
  };
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
  identity = { status: 200, body: KNOWN };
});
afterEach(() => vi.unstubAllEnvs());

const send = (api = `${url()}/api`) =>
  connect({ api, region: 'eu-west-1' }).send({ method: 'GET', path: '/routes/prod-to-dve' });

it('says who lacks which right, and that the name may be wrong, when API Gateway refuses', async () => {
  answer = { status: 403, body: { message: 'Forbidden' } };
  await expect(send()).rejects.toMatchObject({
    code: 1,
    message: expect.stringMatching(
      /user\/ana needs execute-api:Invoke on …\/GET\/routes\/prod-to-dve.*is its name right\?/,
    ),
  });
});

it('says that credentials have expired, which API Gateway refuses with the same word', async () => {
  answer = { status: 403, body: { message: 'Forbidden' } };
  identity = { status: 403, body: EXPIRED };
  await expect(send()).rejects.toMatchObject({
    code: 2,
    message: expect.stringMatching(/does not accept your credentials: .*is expired\. Get new ones/),
  });
});

it('hands on what the API says, as a sentence and as its document', async () => {
  const problems = [{ at: 'mode', message: 'No.' }];
  const document = { type: 'urn:kubeferry:problem:x', title: 'Wrong', status: 400, detail: 'It is wrong.', problems };
  answer = { status: 400, body: document };
  await expect(send()).rejects.toMatchObject({
    code: 2,
    message: 'kubeferry: It is wrong.\n  - mode: No.',
    told: document,
  });
});

it('names commands and flags in the sentences of the API, whose document stays as it is', async () => {
  const detail = 'Route "prod-to-dev" has no run "x"; GET /routes/prod-to-dev/clones lists them.';
  const document = { detail, problems: [{ at: 'query.limit', message: 'It is too large.' }] };
  answer = { status: 404, body: document };
  await expect(send()).rejects.toMatchObject({
    message:
      'kubeferry: Route "prod-to-dev" has no run "x"; `kubeferry list prod-to-dev` lists them.\n' +
      '  - --limit: It is too large.',
    told: document,
  });
});

it('says what to look at when nobody answers', async () => {
  await expect(send('http://127.0.0.1:9')).rejects.toThrow(
    /no answer from http:\/\/127\.0\.0\.1:9: .*NODE_USE_ENV_PROXY/,
  );
});
