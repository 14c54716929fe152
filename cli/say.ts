import { stripControls } from '../core/outside/strip-controls.ts';
import { coloured } from './colour.ts';

/**
 * Everything that the command prints passes here, but for its own drawing in `api/display.ts`: names, sentences and files
 * of others may have sequences in them that a terminal acts on.
 */
export const say = (text: string): void => void process.stdout.write(stripControls(text));

/** The same for people: no document, and with colours on a terminal. */
export const show = (text: string): void => void process.stdout.write(coloured(text, process.stdout));

/** On standard error: what is told beside the result. */
export const tell = (text: string): void => void process.stderr.write(coloured(text, process.stderr));
