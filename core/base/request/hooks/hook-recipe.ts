/**
 * How one kind of program is made ready for a snapshot, and let go after it. Scripts are POSIX shell, for images without
 * bash; they get the seconds of the longest freeze as `$1`, and the path as `$2`. A password comes out of the
 * container's own variables, and never stands in an argument of a process. What goes on in the background does so in parentheses with streams of its
 * own: a function in the background keeps those of the command open, and the command would not end before it.
 */
export interface HookRecipe {
  title: string;
  /** What the script does before the snapshot, in a few words. */
  does: string;
  before: string;
  /** May run several times, and when `before` has never run. */
  after: string;
  /** What is certain of the snapshot when both have ended with 0. */
  proves: string;
  /** What the container has to have. */
  needs: string;
  /** Writes wait from `before` to `after`; when `after` never comes, until the longest freeze is over. */
  freezes: boolean;
  /** The hook needs `path`. */
  takesPath?: true;
  timeoutSeconds: number;
  /** Where the program's own documentation says so. */
  source: string;
}

/** Seconds after which whatever a hook holds lets go by itself. */
export const FREEZE_SECONDS = { least: 10, usual: 120, most: 600 } as const;
