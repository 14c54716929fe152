import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeApi {
  url: string;
  /** By `METHOD /path?query`. */
  answers: Record<string, { status?: number; body: unknown; date?: string }>;
  /** Every `METHOD /path?query` so far. */
  asked: string[];
  /** The bodies of those that had one. */
  sent: unknown[];
  forget(): void;
  /** The real command; at `until` on standard error comes one Ctrl-C. */
  kubeferry(
    args: string[],
    until?: string,
    env?: NodeJS.ProcessEnv,
  ): Promise<{ code: number | null; out: string; err: string }>;
  stop(): void;
}

/** Answers as the API what the test puts there. */
export async function startFakeApi(): Promise<FakeApi> {
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`;
    api.asked.push(key);
    const { status = 200, body, date } = api.answers[key] ?? { status: 599, body: { message: key } };
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (text) api.sent.push(JSON.parse(text));
      response.writeHead(status, date ? { date } : {}).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api: FakeApi = {
    url,
    answers: {},
    asked: [],
    sent: [],
    forget: () => Object.assign(api, { answers: {}, asked: [], sent: [] }),
    kubeferry: (args, until, env) => run(url, args, until, env),
    stop: () => void server.close(),
  };
  return api;
}

async function run(api: string, args: string[], until?: string, env: NodeJS.ProcessEnv = {}) {
  const own = { KUBEFERRY_API: api, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' };
  const child = spawn(process.execPath, ['cli/main.ts', ...args], { env: { ...process.env, ...own, ...env } });
  let [out, err, interrupted] = ['', '', false];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
    if (until && !interrupted && err.includes(until)) interrupted = child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}
