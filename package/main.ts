/** `npm pack` runs it first: builds the command into `dist`, which is what the package has. */
import { fileURLToPath } from 'node:url';
import { buildCommand } from './build-command.ts';

buildCommand(fileURLToPath(new URL('..', import.meta.url)));
