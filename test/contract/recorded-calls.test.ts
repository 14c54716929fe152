import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atLeast, verified } from '../verified/verified.ts';
import { installClients } from './install-clients.ts';
import { KNOWN_DEVIATIONS } from './known-deviations.data.ts';
import { PINNED } from './pinned.ts';
import { NOT_PLAYED, usedOperations } from './recording/used-operations.ts';
import { type Deviation, judgeCalls, playAll, type Verdict } from './witness.ts';

let python: string;
let verdict: Verdict;
let recordings: Awaited<ReturnType<typeof playAll>> | undefined;
beforeAll(async () => {
  python = installClients().python;
  recordings = await playAll();
  verdict = await judgeCalls(python, recordings.files);
});
afterAll(() => recordings?.remove());

const lineOf = ({ side, operation, what }: Pick<Deviation, 'side' | 'operation' | 'what'>) =>
  `${side} ${operation}: ${what}`;
const of = (side: Deviation['side']) => verdict.deviations.filter((each) => each.side === side);
const known = new Set(KNOWN_DEVIATIONS.map(lineOf));
const unknown = (side: Deviation['side']) =>
  of(side)
    .filter((each) => !known.has(lineOf(each)))
    .map((each) => `${lineOf(each)} (${each.count}): ${JSON.stringify(each.example)}`);

describe('the calls of a demo, and of everyday and seldom flows', () => {
  it('are those that botocore would make: nothing unknown, missing, or written otherwise', () => {
    expect(unknown('request')).toEqual([]);
  });

  it('are answered as the models of AWS say, member for member', () => {
    expect(unknown('answer')).toEqual([]);
  });

  it('are signed as botocore signs them, every one', () => {
    expect(of('signature')).toEqual([]);
    for (const service of ['ec2', 'eks', 'ebs', 's3', 'states', 'sts', 'iam', 'kms', 'scheduler'])
      expect(verdict.signatures[service], service).toBeGreaterThan(0);
  });

  it('are all that the product makes', () => {
    const seen = Object.keys(verdict.operations).map((name) => name.split(':')[1]);
    expect(usedOperations().length).toBeGreaterThan(70);
    expect(usedOperations().filter((name) => !seen.includes(name))).toEqual(Object.keys(NOT_PLAYED).toSorted());
    // Those that are written without a client.
    expect(seen).toEqual(expect.arrayContaining(['GetSnapshotBlock', 'PutSnapshotBlock', 'GetAccountSettings']));
  });

  it('have no known deviation that is none any more', () => {
    const lines = verdict.deviations.map(lineOf);
    const always = KNOWN_DEVIATIONS.filter(({ sometimes }) => !sometimes).map(lineOf);
    expect(always.filter((line) => !lines.includes(line))).toEqual([]);
  });

  it('are what docs/verified.md says of them', () => {
    const operations = Object.keys(verdict.operations);
    const services = new Set(operations.map((name) => name.split(':')[0]));
    const amount = `${atLeast(operations.length)} operations of ${services.size} services`;
    const signed = `all requests of the flows, to ${Object.keys(verdict.signatures).length - 1} services`;
    const row = (checked: string, side: Deviation['side'], count = amount) => ({
      checked,
      witness: `botocore ${PINNED.botocore}`,
      count,
      deviations: KNOWN_DEVIATIONS.filter((each) => each.side === side).length,
    });
    verified('contract-calls', {
      title:
        'Calls on the wire: a demo, everyday flows, a cluster that is made and taken back, private clusters, suites of adapters',
      command: 'npm run test:contract',
      rows: [
        row('Every request is one that the witness would send, member for member', 'request'),
        row('Every answer of the local cloud has the status, type and members of its model', 'answer'),
        row('Every signature comes out the same, that of the URL in CopySnapshot as well', 'signature', signed),
      ],
      deviations: [
        ...KNOWN_DEVIATIONS.map((each) => ({ what: lineOf(each), reason: each.reason })),
        ...Object.entries(NOT_PLAYED).map(([name, reason]) => ({ what: `${name} is not recorded`, reason })),
      ],
    });
    expect(verdict.botocore).toBe(PINNED.botocore);
  });
});
