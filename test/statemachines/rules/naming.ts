import { statesOf } from '../../../emulator/states/definition/walk.ts';
import type { MachineFile, Rule } from './machine-file.ts';

export const kebab = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();

/** `StartCloneArn` of `${StartCloneArn}`, in the Task's FunctionName or StateMachineArn. */
function calledBy(state: object): { member: 'FunctionName' | 'StateMachineArn'; target: string } | undefined {
  const given = (state as { Arguments?: Record<string, unknown> }).Arguments ?? {};
  for (const member of ['FunctionName', 'StateMachineArn'] as const) {
    const [, name] = /^\$\{(\w+)Arn\}$/.exec(String(given[member])) ?? [];
    if (name) return { member, target: kebab(name) };
  }
  return undefined;
}

/** Integrations that call neither a function nor a machine. */
const TELLING = ['arn:aws:states:::events:putEvents', 'arn:aws:states:::sns:publish'];

/** A Task that calls a function is named after the function's folder, which exists. */
export const namesTasksAfterSteps =
  (steps: readonly string[], machines: readonly string[]): Rule =>
  ({ machine }) =>
    [...statesOf(machine)]
      .filter(({ state }) => state.Type === 'Task')
      .flatMap(({ name, state }) => {
        const called = calledBy(state);
        if (TELLING.includes((state as { Resource?: string }).Resource ?? '')) return [];
        if (!called) return [`state '${name}' calls neither a function nor a machine by a \${…Arn}`];
        const { member, target } = called;
        if (member === 'StateMachineArn')
          return machines.includes(target)
            ? []
            : [`state '${name}' calls the machine '${target}', which does not exist`];
        return [
          ...(steps.includes(target) ? [] : [`state '${name}' calls '${target}', which is no folder of lambdas/`]),
          ...(kebab(name).startsWith(target) ? [] : [`state '${name}' calls '${target}', but is not named after it`]),
        ];
      });

export const substitutesOnlyValues: Rule = ({ text, machine }) => [
  ...keysOf(machine)
    .filter((key) => key.includes('${'))
    .map((key) => `'${key}' is substituted in a name`),
  ...[...text.matchAll(/\$\{([^}]*)\}/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => !/^(?:[A-Z][A-Za-z]*Arn|Bucket|Route)$/.test(name))
    .map((name) => `\${${name}} is neither an ARN, the Bucket nor the Route`),
];

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(inner)]);
}

/** State names are unique over all machines, so that a log line or a metric names one state. */
export function repeatedNames(files: readonly MachineFile[]): string[] {
  const names = files.flatMap(({ machine }) => [...statesOf(machine)].map(({ name }) => name));
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

/** Folders of lambdas/ that no machine calls. */
export function unusedSteps(files: readonly MachineFile[], steps: readonly string[]): string[] {
  const used = files.flatMap(({ machine }) => [...statesOf(machine)].map(({ state }) => calledBy(state)?.target));
  return steps.filter((step) => !used.includes(step));
}
