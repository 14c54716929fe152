import { spawnSync } from 'node:child_process';
import { coloured } from './colour.ts';
import { show } from './say.ts';
import { columnsOf, fitted } from './terminal-width.ts';

/**
 * Shows a text for people; on a terminal that it would not fit on, by `$PAGER`, or by `less` where there is one, as git
 * does: PAGER='' or cat switches it off.
 */
export function page(
  text: string,
  env: NodeJS.ProcessEnv = process.env,
  stream: NodeJS.WriteStream = process.stdout,
): void {
  const pager = env.PAGER ?? 'less';
  const isLong = stream.isTTY && text.split('\n').length >= (stream.rows ?? Number.POSITIVE_INFINITY);
  if (!isLong || pager === '' || pager === 'cat') {
    show(text);
    return;
  }
  // R shows colours, F and X leave what fits on the screen, as git has it.
  const input = coloured(fitted(text, columnsOf(stream)), stream);
  const { error, status } = spawnSync(pager, {
    shell: true,
    input,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', ...env },
  });
  // 127: the shell knows no such command.
  if (error || status === 127) show(text);
}
