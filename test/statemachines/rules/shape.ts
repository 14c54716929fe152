import aslValidator from 'asl-validator';
import { InvalidDefinition, readDefinition } from '../../../emulator/states/definition/read-definition.ts';
import { statesOf } from '../../../emulator/states/definition/walk.ts';
import type { Rule } from './machine-file.ts';

const MOST_STATES = 15;

/** The interpreter, which refuses what it does not know, takes it: targets, reachability, fields, expressions. */
export const isUnderstood: Rule = ({ text }) => {
  try {
    readDefinition(text);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return [...error.problems];
    throw error;
  }
};

/** A validator that we did not write takes it. */
export const isValid: Rule = ({ text }) => {
  // It writes into what it gets.
  const { isValid, errorsText } = aslValidator(JSON.parse(text));
  return isValid ? [] : [errorsText('; ')];
};

export const hasFewStates: Rule = ({ machine }) => {
  const count = [...statesOf(machine)].length;
  return count > MOST_STATES ? [`it has ${count} states, more than ${MOST_STATES}: take a child machine`] : [];
};

/** One query language, at the top only. */
export const hasOneQueryLanguage: Rule = ({ machine }) => [
  ...(machine.QueryLanguage === 'JSONata' ? [] : ['QueryLanguage at the top is not JSONata']),
  ...[...statesOf(machine)]
    .filter(({ state }) => 'QueryLanguage' in state)
    .map(({ name }) => `state '${name}' has a QueryLanguage of its own`),
];

/** The comment at the top says what it does, its input and its output. */
export const saysWhatItDoes: Rule = ({ machine }) =>
  ['Input: ', 'Output: ']
    .filter((part) => !machine.Comment?.includes(part))
    .map((part) => `the Comment at the top does not say '${part.trim()}'`);
