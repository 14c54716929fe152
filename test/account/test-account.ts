import { saysYes } from '../../cli/ask.ts';
import { CommandEnd, EXIT } from '../../cli/exit-codes.ts';
import { checkAzure } from './azure/check.ts';
import { cloneSteps } from './clone.ts';
import { writeConfig } from './config-file.ts';
import { type Context, contextOf } from './context.ts';
import { costLines } from './costs.ts';
import { checkThatFree } from './free.ts';
import { identify } from './identity.ts';
import { installSteps } from './install.ts';
import { TEST_TAG } from './names.ts';
import type { Options } from './options.ts';
import { removalsOf } from './removals.ts';
import { rollBackAll } from './roll-back.ts';
import { printSteps, removeAll, runSteps, type Step } from './run-steps.ts';
import { proveUndone } from './undone.ts';

export interface Surroundings {
  /** A temporary folder. */
  folder: string;
  /** Aborted by Ctrl-C: what was made is removed then. */
  signal: AbortSignal;
  say(line: string): void;
}

/** 1. who calls, 2. what it will make and cost, 3. yes, 4. the test, 5. everything removed. Throws how it ended unless well. */
export async function testAccount(options: Options, { folder, signal, say }: Surroundings): Promise<void> {
  const parts = { options, say, config: writeConfig(options, folder) };
  if (options.mode === 'dry-run') return sayAll(contextOf({ ...parts, ...NOBODY }), say);
  const context = contextOf({ ...parts, ...(await identify(options)) });
  if (options.mode === 'run') {
    await checkThatFree(context.place, options);
    if (options.azure) await checkAzure(context, options.azure);
    sayAll(context, say);
  }
  if (!options.yes && !(await saysYes(questionOf(options))))
    throw new CommandEnd(EXIT.failed, 'Nothing was made, and nothing removed.');
  await endAs(options.mode === 'clean-up' ? await cleanUp(context) : await test(context, signal), say);
}

const stepsOf = (context: Context): Step[] => [
  ...installSteps(context),
  ...cloneSteps(context),
  rollBackAll(context),
  proveUndone(context),
];

const test = (context: Context, signal: AbortSignal) =>
  runSteps(stepsOf(context), removalsOf(context), signal, context.say);

const cleanUp = async (context: Context) => ({ left: await removeAll(removalsOf(context), context.say) });

/** A dry run calls nobody. */
const NOBODY = {
  principal: '<your role>',
  credentials: () => Promise.reject(new Error('A dry run has no credentials.')),
};

const questionOf = ({ mode, account, region }: Options) =>
  mode === 'clean-up'
    ? `Remove everything with the tag ${TEST_TAG.key} from ${region} of account ${account}?`
    : `Make all of it in ${region} of account ${account}?`;

function sayAll(context: Context, say: (line: string) => void): void {
  const { account, region, azure } = context.options;
  const where = azure
    ? `account ${account}, ${region}, and in subscription ${azure.subscription}, ${azure.location}`
    : `account ${account}, ${region}`;
  say(`In ${where}, with the tag ${TEST_TAG.key}=${TEST_TAG.value} on everything:`);
  for (const line of printSteps(stepsOf(context), removalsOf(context))) say(line);
  for (const line of costLines(context.options)) say(line);
}

async function endAs({ failure, left }: { failure?: string; left: string[] }, say: (line: string) => void) {
  if (failure) say(failure);
  for (const line of left) say(`Not removed. ${line}`);
  if (left.length > 0) say('Remove the cause, then run it with --clean-up.');
  if (failure || left.length > 0) throw new CommandEnd(EXIT.failed, 'The test in the account has failed.');
  say('Done; nothing of it is left but keys that wait for their deletion.');
}
