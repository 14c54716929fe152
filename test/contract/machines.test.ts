import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { atLeast, verified } from '../verified/verified.ts';
import { installClients } from './install-clients.ts';
import { PINNED } from './pinned.ts';

const JUDGE = fileURLToPath(new URL('judge/integrations.py', import.meta.url));
const MACHINES = readdirSync('statemachines')
  .filter((name) => name.endsWith('.asl.json'))
  .map((name) => join('statemachines', name));

let python: string;
beforeAll(() => {
  python = installClients().python;
});

const judged = (files: string[]) =>
  JSON.parse(execFileSync(python, [JUDGE, ...files], { encoding: 'utf8' })) as {
    calls: Record<string, number>;
    deviations: string[];
  };

it('calls operations of the models, with their members and all that they require', () => {
  const { calls, deviations } = judged(MACHINES);
  expect(deviations).toEqual([]);
  expect(calls['lambda:invoke']).toBeGreaterThan(40);
  const operations = Object.keys(calls).length;
  verified('contract-machines', {
    title: 'What the machines call by themselves',
    command: 'npm run test:contract',
    rows: [
      {
        checked: 'Arguments have the members that the operation knows and needs',
        witness: `botocore ${PINNED.botocore}`,
        count: `${atLeast(Object.values(calls).reduce((sum, each) => sum + each))} calls of ${operations} operations in ${MACHINES.length} machines`,
        deviations: 0,
      },
    ],
    deviations: [],
  });
});

it('sees a member that is none, one that is missing, and an operation that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-machine-'));
  const task = (Resource: string, Arguments: object) => ({ Type: 'Task', Resource, Arguments, End: true });
  const States = {
    Paint: task('arn:aws:states:::sns:paint', {}),
    Publish: task('arn:aws:states:::sns:publish', { Massage: 'm' }),
    Put: task('arn:aws:states:::events:putEvents', { Entries: [{ Colour: 'red' }] }),
    Start: task('arn:aws:states:::states:startExecution.sync:2', { Input: {} }),
  };
  const file = join(folder, 'wrong.asl.json');
  writeFileSync(file, JSON.stringify({ StartAt: 'Paint', States }));
  expect(judged([file]).deviations).toEqual([
    'wrong.asl.json sns:paint is no operation',
    'wrong.asl.json sns:publish $.Massage: unknown to the model',
    'wrong.asl.json sns:publish $.Message: lost',
    'wrong.asl.json events:putEvents $.Entries[].Colour: unknown to the model',
    'wrong.asl.json states:startExecution $.stateMachineArn: lost',
  ]);
  rmSync(folder, { recursive: true });
});
