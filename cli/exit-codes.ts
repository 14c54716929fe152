import type { Problem } from '../core/base/errors.ts';

/** What the command's exit code tells a script. */
export const EXIT = { done: 0, failed: 1, badInput: 2, blocked: 3, differs: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command ended, as `--json` prints it: a problem document (RFC 9457), the API's own where it has refused. */
export interface Told {
  type?: string;
  title?: string;
  status?: number;
  detail: string;
  problems: readonly Problem[];
}

/** Ends a command with a message for standard error and an exit code; without a message, everything is said already. */
export class CommandEnd extends Error {
  readonly code: ExitCode;
  readonly told: Told;
  constructor(code: ExitCode, message: string, told?: Told) {
    super(message);
    this.code = code;
    this.told = told ?? { detail: message.replace(/^kubeferry: /, ''), problems: [] };
  }
}

/** All mistakes of an input at once. */
export function badInput(problems: readonly string[]): CommandEnd {
  const one = problems.length === 1;
  const head = `the input has ${problems.length} mistakes; nothing was started.`;
  const told = {
    detail: one ? (problems[0] ?? '') : head,
    problems: problems.map((message) => ({ at: '', message })),
  };
  return new CommandEnd(EXIT.badInput, `kubeferry: ${one ? '' : `${head}\n  - `}${problems.join('\n  - ')}`, told);
}
