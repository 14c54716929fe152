import type { StateMachine } from '../../../emulator/states/definition/schema.ts';
import type { MachineFile } from './machine-file.ts';
import { RETRIES } from './retries.ts';

/** A substitution as it stands in the files. */
export const given = (name: string) => `\${${name}}`;

/** A Task that breaks no rule. */
export const task = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: given(`${name}Arn`), Payload: { attempt: '{% $states.context.State.RetryCount %}' } },
  TimeoutSeconds: 60,
  Retry: [
    { ErrorEquals: ['AccessDenied'], MaxAttempts: 0 },
    { ErrorEquals: ['NotYet'], MaxAttempts: 5 },
    RETRIES.capacity,
    RETRIES['a mishap'],
  ],
  Catch: [
    { ErrorEquals: ['AccessDenied', 'States.DataLimitExceeded'], Next: 'It failed' },
    { ErrorEquals: ['States.ALL'], Next: 'It failed' },
  ],
  End: true,
  ...more,
});

/** A machine of these states, and one to fail in. */
export function fileOf(states: Record<string, object>, more: object = {}): MachineFile {
  const States = { ...states, 'It failed': { Type: 'Fail', Error: 'AccessDenied', Cause: 'no' } };
  const Comment = 'Does it. Input: {}. Output: {}.';
  const text = JSON.stringify({ Comment, QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States, ...more });
  return { name: 'do-it', text, machine: JSON.parse(text) as StateMachine };
}
