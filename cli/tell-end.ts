import { CommanderError } from 'commander';
import { KubeferryError } from '../core/base/errors.ts';
import { CommandEnd, EXIT, type ExitCode, type Told } from './exit-codes.ts';
import { say, tell } from './say.ts';

/**
 * Says on standard error why a command ended, and with `json` on standard output as well, so that there is one document
 * however it ended. Nothing is said of an end that has said everything, such as a printed run that failed.
 */
export function tellEnd(error: unknown, json: boolean): ExitCode {
  const { code, sentence, told } = endOf(error);
  if (sentence) tell(`${sentence}\n`);
  if (json && told) say(`${JSON.stringify(told, null, 2)}\n`);
  return code;
}

interface End {
  code: ExitCode;
  sentence?: string;
  told?: Told;
}

function endOf(error: unknown): End {
  if (error instanceof CommandEnd)
    return { code: error.code, sentence: error.message, ...(error.message ? { told: error.told } : {}) };
  // Commander has printed its sentence, or the help that was asked for.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { code: EXIT.done };
    return { code: EXIT.badInput, told: { detail: error.message.replace(/^error: /, ''), problems: [] } };
  }
  if (error instanceof KubeferryError) {
    const { name, message, problems } = error;
    return {
      code: EXIT.failed,
      sentence: `kubeferry: ${name}: ${message}`,
      told: { title: name, detail: message, problems },
    };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: EXIT.failed, sentence: stack ?? message, told: { detail: message, problems: [] } };
}
