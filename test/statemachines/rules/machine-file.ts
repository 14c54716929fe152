import { readdirSync, readFileSync } from 'node:fs';
import type { StateMachine } from '../../../emulator/states/definition/schema.ts';
import { OTHER_FUNCTIONS } from '../../../lib/functions/functions.data.ts';

/** One file of `statemachines/`. */
export interface MachineFile {
  /** Without `.asl.json`. */
  name: string;
  text: string;
  machine: StateMachine;
}

/** A rule over one machine: sentences, none when all is well. */
export type Rule = (file: MachineFile) => string[];

export function readMachines(folder = 'statemachines'): MachineFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.asl.json'))
    .map((name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      return { name: name.slice(0, -'.asl.json'.length), text, machine: JSON.parse(text) };
    });
}

/** Folders of states; other functions are called by API Gateway, or by functions. */
export const readSteps = (folder = 'lambdas'): string[] =>
  readdirSync(folder).filter((name) => !name.startsWith('_') && !OTHER_FUNCTIONS.some(({ step }) => step === name));
