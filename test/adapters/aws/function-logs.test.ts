import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { functionLogs } from '../../../adapters/aws/function-logs.ts';

const PLACE = {
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIA', secretAccessKey: 's' }),
};
const QUERY = {
  cloneId: 'clone-1',
  from: Date.parse('2026-11-22T10:00:00.400Z'),
  to: Date.parse('2026-11-22T10:05:00.400Z'),
};

/** What CloudWatch Logs answers, one after the other, and what it was asked. */
let answers: { status?: number; body: object }[];
let asked: { target: string; input: Record<string, unknown> }[];
let server: ReturnType<typeof createServer>;
beforeEach(async () => {
  [answers, asked] = [[], []];
  server = createServer(async (request, response) => {
    const input = JSON.parse(await textOf(request)) as Record<string, unknown>;
    asked.push({ target: String(request.headers['x-amz-target']), input });
    const { status = 200, body } = answers.shift() ?? { status: 500, body: {} };
    response.writeHead(status).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const field = (name: string, value: string) => ({ field: name, value });
const noPause = async () => {};

it('asks once for what all functions have logged about the run, and waits until the query is through', async () => {
  const row = [
    field('@timestamp', '2026-11-22 10:01:00.123'),
    field('service', 'plan-clone'),
    field('message', 'again'),
    field('reason', 'The cluster answers nobody yet.'),
    field('@ptr', 'x'),
  ];
  answers = [
    { body: { queryId: 'q' } },
    { body: { status: 'Scheduled' } },
    { body: { status: 'Running', results: [row] } },
    { body: { status: 'Complete', results: [row] } },
  ];
  expect(await functionLogs(PLACE, QUERY, noPause)).toEqual([
    { at: '2026-11-22 10:01:00.123', step: 'plan-clone', message: 'again: The cluster answers nobody yet.' },
  ]);
  expect(asked.map(({ target }) => target)).toEqual([
    'Logs_20140328.StartQuery',
    ...Array.from({ length: 3 }, () => 'Logs_20140328.GetQueryResults'),
  ]);
  expect(asked[0]?.input).toMatchObject({ startTime: 1795341600, endTime: 1795341901 });
  expect(asked[0]?.input.queryString).toMatch(
    /^SOURCE logGroups\(namePrefix: \['\/aws\/lambda\/kubeferry-'\]\) \| .*filter clone = 'clone-1'/,
  );
});

// Promise: no-secret-in-a-sentence
it('shows no secret that somebody has got into a log', async () => {
  const row = [field('message', 'postgres://bob:hunter2@db/shop\u001b[31m')];
  answers = [{ body: { queryId: 'q' } }, { body: { status: 'Complete', results: [row] } }];
  const [line] = await functionLogs(PLACE, QUERY, noPause);
  expect(line?.message).toMatch(/^postgres:\/\/bob:\*+@db\/shop$/);
});

it('says that a right is missing, and how a query ended', async () => {
  const denied = { __type: 'AccessDeniedException', message: 'ann is not authorized to perform: logs:StartQuery' };
  answers = [{ status: 400, body: denied }];
  await expect(functionLogs(PLACE, QUERY, noPause)).rejects.toMatchObject({ name: 'AccessDenied' });
  answers = [{ body: { queryId: 'q' } }, { body: { status: 'Timeout' } }];
  await expect(functionLogs(PLACE, QUERY, noPause)).rejects.toThrow('ended as Timeout');
});
