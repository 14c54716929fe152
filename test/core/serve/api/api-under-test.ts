import type { RunDetails } from '../../../../core/base/ports/runs.ts';
import { answer } from '../../../../core/serve/api/answer.ts';
import { createMemory } from '../../../../core/serve/api/memory.ts';
import type { ApiTools } from '../../../../core/serve/api/request.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memorySchedules } from '../../../memory/schedules.ts';
import { type FakeRuns, fakeRuns } from './fake-runs.ts';
import { TWO_ROUTES } from './two-routes.ts';

export interface Sent {
  body?: unknown;
  text?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  caller?: string;
}

/** The API's door over everything in memory, at ten o'clock. */
export function apiUnderTest() {
  const runs: FakeRuns = fakeRuns();
  const clock = leapingClock(new Date('2026-11-22T10:00:00Z'));
  const schedules = memorySchedules(clock);
  const tools: ApiTools = {
    routes: TWO_ROUTES,
    runs,
    schedules,
    store: memoryObjectStore(),
    newId: () => 'new',
    clock,
    memory: createMemory(clock),
    fileLinks: { link: async (key, name) => `https://files.example.com/${key}?as=${name}` },
  };
  return {
    runs,
    clock,
    tools,
    /** `POST /routes/prod-to-dev/clones/r1/retry`; the body comes back parsed. */
    async send(request: string, { body, text, query = {}, headers = {}, caller = 'arn:me' }: Sent = {}) {
      const [method, path = ''] = request.split(' ');
      const [, , name = '', kind, id] = path.split('/');
      const key = `${method} ${path.replace(`/routes/${name}`, '/routes/{route}').replace(`${kind}/${id}`, `${kind}/{id}`)}`;
      const sent = {
        key: name ? key : request,
        labels: { route: name, id: id ?? '' },
        query,
        headers,
        caller,
      };
      const rest = { at: tools.clock.now(), body: text ?? (body ? JSON.stringify(body) : '') };
      const answered = await answer({ ...sent, ...rest }, tools);
      return { ...answered, body: answered.body ? JSON.parse(answered.body) : undefined };
    },
    known: (machine: string, name: string, run: Partial<RunDetails>) =>
      runs.known.set(`${machine}/${name}`, { machine, name, status: 'RUNNING', startedAt: 'then', input: {}, ...run }),
  };
}
