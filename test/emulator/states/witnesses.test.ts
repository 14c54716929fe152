/** Small machines with what AWS makes of them, by recordings and by its guide: `test/fixtures/asl/README.md`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidDefinition, readDefinition } from '../../../emulator/states/definition/read-definition.ts';
import type { Execution } from '../../../emulator/states/execution/execution.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { type FakeFunction, named } from './memory-host.ts';
import { machine, runOnce } from './run.ts';

interface Case {
  name: string;
  /** `recording` with its name, or `guide` with its page. */
  witness: string;
  states: Record<string, object>;
  input?: Json;
  expect:
    | { refused: string }
    | { status: 'SUCCEEDED'; output: Json; events?: string[] }
    | { status: 'FAILED'; error?: string; cause?: string; events?: string[] };
  /** Where guide and recording differ: how both stand, and why no machine of ours depends on it. */
  disputed?: string;
}

const FOLDER = new URL('../../fixtures/asl/', import.meta.url);
const topics = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    topic: name.slice(0, -'.json'.length),
    cases: JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Case[],
  }));

const FUNCTIONS: Record<string, FakeFunction> = {
  echo: (payload) => payload,
  broken: () => Promise.reject(named('Mine')),
  large: () => 'a'.repeat(300_000),
  slow: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
};

const eventsOf = ({ history }: Execution) =>
  history.events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);

function problemsOf(definition: object): readonly string[] {
  try {
    readDefinition(JSON.stringify(definition));
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}

describe.each(topics)('of $topic, a machine', ({ cases }) => {
  it.each(cases)('with $name ends as AWS says', async ({ states, input = {}, expect: wanted }) => {
    const definition = machine(states);
    if ('refused' in wanted) return expect(problemsOf(definition).join('\n')).toContain(wanted.refused);
    const { execution } = await runOnce(definition, { input, functions: FUNCTIONS });
    expect(execution.status).toBe(wanted.status);
    if (wanted.status === 'SUCCEEDED') expect(execution.output).toEqual(wanted.output);
    else {
      if (wanted.error !== undefined) expect(execution.failure?.error).toBe(wanted.error);
      expect(execution.failure?.stateCause ?? '').toContain(wanted.cause ?? '');
    }
    if (wanted.events) expect(eventsOf(execution)).toEqual(wanted.events);
  });
});

it('has a witness for each of at least 60 machines, with names of their own', () => {
  const cases = topics.flatMap((topic) => topic.cases);
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.filter(({ witness }) => !/^(recording|guide) ./.test(witness))).toEqual([]);
});
