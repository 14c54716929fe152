import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { needCheckout, ROOT } from '../checkout.ts';
import { badInput } from '../exit-codes.ts';
import { say } from '../say.ts';

const NAME = 'kubeferry.config.ts';

export function addInit(program: Command): void {
  program
    .command('init')
    .argument('<folder>', 'outside of the checkout, such as a repository of your own; made when it does not exist')
    .description('Write a configuration of your own into a folder, so that an upgrade of the checkout never meets it.')
    .action(init);
}

function init(folder: string): void {
  needCheckout('init');
  const into = resolve(process.env.INIT_CWD ?? '.', folder);
  const file = join(into, NAME);
  if (existsSync(file)) throw badInput([`${file} is there already: edit it, or name another folder.`]);
  write(file, readFileSync(join(ROOT, NAME), 'utf8').replace("'./core/", `'${pathTo(ROOT, into)}core/`));
  // Without it Node reads the file twice, and warns of that.
  if (!existsSync(join(into, 'package.json')))
    write(join(into, 'package.json'), '{ "private": true, "type": "module" }\n');
  say(`${file} is an example: write your accounts and routes there. Commands in the checkout use it with

  export KUBEFERRY_CONFIG=${file}
`);
}

/** For the types alone, which editors show. */
const pathTo = (root: string, from: string) => `${relative(from, root).replace(/^(?!\.)/, './') || '.'}/`;

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw badInput([`${file} cannot be written: ${(error as Error).message}.`]);
  }
}
