import { expect, it } from 'vitest';
import { ERRORS } from '../../../core/base/errors.ts';
import { AwsError } from '../../../emulator/base/service.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { named } from '../../emulator/states/memory-host.ts';
import { type MachineRun, type RunRequest, runMachine, type Script } from '../run-machine.ts';

/** One Task of a machine, by what it calls, and what its failure leads to. */
export interface Path {
  /** The function or machine that fails. */
  step: string;
  /** Which of its calls fails: 0, the first, when left out. */
  call?: number;
  /** Functions and machines that are called after the failed call. */
  afterwards: string[];
  /** What the machine ends with, when it is not the error that happened. */
  endsWith?: string;
  /** Errors that lead elsewhere, with a test of their own. */
  except?: string[];
  /** It is a machine: its execution fails, and only Step Functions' own errors are retried. */
  isMachine?: true;
  /** The function may say NotYet; what the machine ends with when it never says anything else. */
  notYet?: string;
}

export interface Flow extends Omit<RunRequest, 'scripts'> {
  /** What each called function or machine answers when all is well, call by call; the last answer stays. */
  answers: Record<string, Script>;
  /** Calls when all is well. */
  calls: string[];
  output: Json;
  paths: Path[];
}

const PERMANENT = Object.entries(ERRORS).flatMap(([name, { transient }]) => (transient ? [] : [name]));
const TRANSIENT: Record<string, Error> = {
  Throttled: named('Throttled'),
  QuotaReached: named('QuotaReached'),
  Unavailable: named('Unavailable'),
  'Lambda.TooManyRequestsException': new AwsError('TooManyRequestsException', 'Rate Exceeded', 429),
  'Lambda.ServiceException': new AwsError('ServiceException', 'Lambda failed', 500),
  'Lambda.Unknown': named('Lambda.Unknown'),
  'Sandbox.Timedout': named('Sandbox.Timedout'),
  'Runtime.ExitError': named('Runtime.ExitError'),
};

/** The rows of one machine: all well; for each Task each permanent error, and each transient one and then success. */
export function itGoes(flow: Flow): void {
  it('calls its steps in order when all is well', async () => {
    const { execution, called } = await runMachine({ ...flow, scripts: flow.answers });
    expect(execution.failure?.message).toBeUndefined();
    expect(called.map(({ name }) => name)).toEqual(flow.calls);
    expect(execution.output).toEqual(flow.output);
  });
  for (const path of flow.paths) {
    const where = path.call ? `call ${path.call + 1} of ${path.step}` : path.step;
    it(`cleans up and fails when ${where} fails for good`, () => failsForGood(flow, path));
    if (!path.isMachine) it(`succeeds when ${where} fails for a while`, () => failsForAWhile(flow, path));
    if (path.notYet) it(`asks ${where} again while it says NotYet, not forever`, () => saysNotYet(flow, path));
  }
}

async function failsForGood(flow: Flow, path: Path): Promise<void> {
  // A TypeError is a bug of ours: nobody lists it, States.ALL takes it.
  for (const error of [...PERMANENT, 'TypeError'].filter((name) => !path.except?.includes(name))) {
    const run = await runMachine({ ...flow, scripts: withScript(flow, path, [named(error)]) });
    expect(run.execution.failure?.error, error).toBe(path.endsWith ?? (path.isMachine ? 'States.TaskFailed' : error));
    expect(callsAfter(run, path), error).toEqual(path.afterwards);
  }
}

async function failsForAWhile(flow: Flow, path: Path): Promise<void> {
  for (const [error, thrown] of Object.entries(TRANSIENT)) {
    const scripts = withScript(flow, path, [thrown, thrown, ...answersFrom(flow, path)]);
    const { execution } = await runMachine({ ...flow, scripts });
    expect(execution.failure?.message, error).toBeUndefined();
    expect(execution.output, error).toEqual(flow.output);
  }
}

async function saysNotYet(flow: Flow, path: Path): Promise<void> {
  const patience = [...Array(5).fill(named('NotYet')), ...answersFrom(flow, path)];
  const patient = await runMachine({ ...flow, scripts: withScript(flow, path, patience) });
  expect(patient.execution.output).toEqual(flow.output);
  const never = await runMachine({ ...flow, scripts: withScript(flow, path, [named('NotYet')]) });
  expect(never.execution.failure?.error).toBe(path.notYet);
}

/** The flow's answers with another script from the path's call on. */
function withScript({ answers }: Flow, { step, call = 0 }: Path, script: Script): Record<string, Script> {
  const usual = answers[step] ?? [];
  const before = Array.from({ length: call }, (_, at) => usual[Math.min(at, usual.length - 1)] ?? null);
  return { ...answers, [step]: [...before, ...script] };
}

const answersFrom = ({ answers }: Flow, { step, call = 0 }: Path): Script => {
  const usual = answers[step] ?? [];
  return call < usual.length ? usual.slice(call) : usual.slice(-1);
};

function callsAfter({ called }: MachineRun, { step, call = 0 }: Path): string[] {
  const names = called.map(({ name }) => name);
  const at = names.flatMap((name, index) => (name === step ? [index] : []))[call];
  return at === undefined ? [`${step} was not called`] : names.slice(at + 1);
}
