import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  catchesEverything,
  catchesTooMuchDataByName,
  failsAfterFailure,
  limitsEachTask,
  namesKnownErrors,
  retriesInOrder,
  saysItsAttempt,
  toleratesOnlyInDistributedMaps,
} from './rules/handling.ts';
import { type MachineFile, type Rule, readMachines, readSteps } from './rules/machine-file.ts';
import { namesTasksAfterSteps, repeatedNames, substitutesOnlyValues, unusedSteps } from './rules/naming.ts';
import { RETRIES, retriesAsTheTableSays, waitsOf } from './rules/retries.ts';
import { hasFewStates, hasOneQueryLanguage, isUnderstood, isValid, saysWhatItDoes } from './rules/shape.ts';
import { knowsItsVariables } from './rules/variables.ts';

const files = readMachines();
const steps = readSteps();

const RULES: Record<string, Rule> = {
  'is understood by the interpreter': isUnderstood,
  'is valid for asl-validator': isValid,
  'has few states': hasFewStates,
  'has one query language': hasOneQueryLanguage,
  'says what it does': saysWhatItDoes,
  'names only errors that exist': namesKnownErrors,
  'limits the time of each task': limitsEachTask,
  'retries in order': retriesInOrder,
  'retries as the table says': retriesAsTheTableSays,
  'says which attempt it is': saysItsAttempt,
  'catches everything': catchesEverything,
  'catches too much data by its name': catchesTooMuchDataByName,
  'tolerates failures only in distributed Maps': toleratesOnlyInDistributedMaps,
  'fails after a failure': failsAfterFailure,
  'names its tasks after the steps': namesTasksAfterSteps(
    steps,
    files.map(({ name }) => name),
  ),
  'substitutes only values': substitutesOnlyValues,
  'knows its variables': knowsItsVariables,
};

it('finds the machines', () => expect(files.length).toBeGreaterThan(0));

describe.each(files)('$name', (file: MachineFile) => {
  it.each(Object.entries(RULES))('%s', (_, rule) => expect(rule(file)).toEqual([]));
});

describe('all machines together', () => {
  it('use each state name once', () => expect(repeatedNames(files)).toEqual([]));
  it('wait as long as their README says', () => {
    const span = (seconds: number) =>
      seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
    const rows = readFileSync('statemachines/README.md', 'utf8').replace(/ +/g, ' ');
    for (const [wait, figures] of Object.entries(RETRIES)) {
      const { most, average } = waitsOf(figures);
      const row = new RegExp(
        `^\\| ${wait} \\| [^|]+ \\| ${figures.MaxAttempts} \\| ${span(most)} \\| ${span(average)} \\|$`,
        'm',
      );
      expect(rows).toMatch(row);
    }
  });
  it('use every step', () => expect(unusedSteps(files, steps)).toEqual([]));
});
