import type { Request } from './request.ts';

/** What a request may ask of a source before its snapshot. */
export type AskedQuiesce = Pick<Request['quiesce'], 'scaleToZero' | 'hooks' | 'operators'>;

/** Whether a command is run in any pod. */
export const runsCommands = ({ hooks, operators }: Pick<AskedQuiesce, 'hooks' | 'operators'>): boolean =>
  hooks.length > 0 || operators === true;

/** Whether anything of the source is touched. */
export const quiesces = (quiesce: AskedQuiesce): boolean => quiesce.scaleToZero || runsCommands(quiesce);
