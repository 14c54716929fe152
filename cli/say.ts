import { stripControls } from '../core/base/outside/strip-controls.ts';
import { coloured } from './colour.ts';
import { columnsOf, fitted } from './terminal-width.ts';

/**
 * Everything that the command prints passes here, but for its own drawing in `api/display.ts`: names, sentences and files
 * of others may have sequences in them that a terminal acts on.
 */
export const say = (text: string): void => void process.stdout.write(stripControls(text));

/** The same for people: no document, and with colours on a terminal. */
export const show = (text: string): void => void process.stdout.write(forPeople(text, process.stdout));

/** On standard error: what is said beside the result. */
export const tell = (text: string): void => void process.stderr.write(forPeople(text, process.stderr));

const forPeople = (text: string, stream: NodeJS.WriteStream) => coloured(fitted(text, columnsOf(stream)), stream);
