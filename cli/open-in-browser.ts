import { spawn } from 'node:child_process';
import { tell } from './say.ts';

const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens a file; where no browser comes up, whoever reads it is told. */
export function openInBrowser(file: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const browser = spawn(command, [...args, file], { detached: true, stdio: 'ignore' });
  browser.on('error', () => tell(`No browser could be started by ${command}; open that file yourself.\n`));
  browser.unref();
}
