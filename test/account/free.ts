import type { CallPlace } from '../../adapters/aws/plain-call.ts';
import { badInput } from '../../cli/exit-codes.ts';
import type { Options } from './options.ts';
import { findStack } from './removal/stacks.ts';
import { stacksOf } from './removals.ts';

/** Throws bad input when the account has a kubeferry of its own, or what an earlier test has left. */
export async function checkThatFree(place: CallPlace, options: Options): Promise<void> {
  const problems: string[] = [];
  for (const name of stacksOf(options)) {
    const found = await findStack(place, name);
    if (!found) continue;
    problems.push(
      found.isOurs
        ? `${options.region} has the stack ${name} of an earlier test: remove it by --clean-up first.`
        : `${options.region} has a stack ${name} already, which is not of this test: choose another Region or account.`,
    );
  }
  if (problems.length > 0) throw badInput(problems);
}
