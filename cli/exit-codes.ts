/** What the command's exit code tells a script. */
export const EXIT = { done: 0, failed: 1, badInput: 2, blocked: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for standard error and an exit code. */
export class CommandEnd extends Error {
  readonly code: ExitCode;
  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** All mistakes of an input at once. */
export function badInput(problems: readonly string[]): CommandEnd {
  const head =
    problems.length === 1
      ? 'kubeferry: '
      : `kubeferry: the input has ${problems.length} mistakes; nothing was started.\n  - `;
  return new CommandEnd(EXIT.badInput, head + problems.join('\n  - '));
}
