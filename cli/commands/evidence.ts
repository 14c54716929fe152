import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Evidence } from '../../core/reporting/evidence/evidence.ts';
import { type Verdict, verifyEvidence } from '../../core/reporting/evidence/verify-evidence.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { runPath } from '../api/follow.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { say, tell } from '../say.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  out?: string;
}

interface VerifyFlags {
  json?: boolean;
  publicKey?: string;
}

export function addEvidence(program: Command): void {
  withApi(program.command('evidence'))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the run')
    .description(
      'Fetch the signed evidence of a run: what it was asked for, planned, allowed, moved, compared and undone.',
    )
    .option('--out <file>', 'write it to this file, in place of standard output')
    .action(evidence);
}

export function addVerifyEvidence(program: Command): void {
  program
    .command('verify-evidence')
    .argument('<file>', 'as kubeferry evidence has written it; - for standard input')
    .description(
      'Check a document of evidence without any network: that nothing in it was altered, moved, added or cut off, and which key signed it. Exit code 4 when it is not as it was signed.',
    )
    .option(
      '--public-key <file>',
      'public key of the hub, as PEM or as KMS answers it: no other key may have signed it',
    )
    .option('--json', 'print one JSON document on standard output')
    .action(verify);
}

async function evidence(route: string, id: string, flags: Flags): Promise<void> {
  const found = await connect(flags).send<Evidence>({ method: 'GET', path: `${runPath(route, id)}/evidence` });
  const text = `${JSON.stringify(found, null, 2)}\n`;
  if (!flags.out) return say(text);
  writeFileSync(flags.out, text);
  print(
    flags,
    { file: flags.out, ...found.statement },
    `${flags.out}: check it with kubeferry verify-evidence ${flags.out}\n`,
  );
}

function verify(file: string, flags: VerifyFlags): void {
  const verdict = verifyEvidence(read(file), flags.publicKey === undefined ? undefined : read(flags.publicKey));
  const { wrong, fingerprint, evidence } = verdict;
  if (flags.json) {
    const { statement, signature } = evidence ?? {};
    say(
      `${JSON.stringify({ good: wrong.length === 0, wrong, fingerprint, key: signature?.key, statement }, null, 2)}\n`,
    );
  } else if (wrong.length > 0) tell(wrong.map((sentence) => `${file}: ${sentence}\n`).join(''));
  else say(goodText(file, verdict, flags.publicKey !== undefined));
  if (wrong.length > 0) throw new CommandEnd(EXIT.differs, '');
}

function goodText(file: string, { fingerprint = '', evidence }: Verdict, isTrusted: boolean): string {
  const { statement, signature } = evidence ?? {};
  const whose = isTrusted
    ? 'It is the key that you have named.'
    : 'Whether that is the key of your hub, only its public key from elsewhere can say: --public-key.';
  return [
    `${file}: all ${statement?.entries} entries are as they were signed.`,
    `  run ${statement?.run} on ${statement?.route}, signed at ${statement?.signedAt}`,
    `  by ${signature?.key}`,
    `  whose public key has the SHA-256 ${fingerprint}`,
    `${whose}\n`,
  ].join('\n');
}

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'that is a folder; name a file' }[code ?? ''] ?? message;
    throw badInput([`${file} cannot be read: ${why}.`]);
  }
}
