import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface State {
  Arguments?: { Payload?: Record<string, unknown>; Input?: Record<string, unknown> };
  Assign?: Record<string, unknown>;
  Catch?: { Assign?: Record<string, unknown> }[];
}

const machine = JSON.parse(readFileSync('statemachines/clone-workload.asl.json', 'utf8')) as {
  States: Record<string, State>;
};
const states = Object.entries(machine.States);
const given = ([, { Arguments }]: [string, State]) => ({ ...Arguments?.Payload, ...Arguments?.Input });

it("keeps a run to its machine's route: the input reaches start-clone as a request, and nothing else", () => {
  const started = states.filter((state) => 'route' in given(state));
  expect(started.map(([name]) => name)).toEqual(['Start clone']);
  expect(started.map((state) => given(state).route)).toEqual(['$' + '{Route}']);
  const reading = states.filter(([, state]) => JSON.stringify(state).includes('Execution.Input'));
  expect(reading.map(([name]) => name)).toEqual(['Start clone']);
});

// Promise: direction-is-a-right
it('gives every function and child machine the clone that start-clone has made', () => {
  for (const state of states) expect([undefined, '{% $clone %}'], state[0]).toContain(given(state).clone);
  const assigned = states.flatMap(([name, { Assign, Catch = [] }]) =>
    [Assign, ...Catch.map((each) => each.Assign)].flatMap((each) =>
      each && 'clone' in each ? [[name, each.clone]] : [],
    ),
  );
  expect(assigned).toEqual([['Start clone', '{% $states.result.Payload %}']]);
});
