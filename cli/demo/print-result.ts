import { brings } from '../../core/base/strategies.ts';
import { refText } from '../../kube/kube-object.ts';
import { table } from '../table.ts';
import { type DemoResult, verdictOf } from './result.ts';

const SHOWN_FINDINGS = 12;

const formerOf = ({ replaced }: DemoResult['volumes'][number]) =>
  replaced ? `${replaced.volume} ${replaced.gone ? 'is gone' : 'IS STILL THERE'}` : 'none';

/** Since the clone before: no other block has to be moved. */
const changedIn = ({ movement }: DemoResult['volumes'][number]) =>
  movement ? `${movement.toMove} of ${movement.of}` : '–';

/** The result as a person reads it. */
export function printResult(result: DemoResult): string {
  const seconds = (result.durationMs / 1000).toFixed(1);
  return [
    '',
    `Run ${result.cloneId}: ${result.status} in ${seconds} s`,
    ...(result.failure ? [`  ${result.failure.error}: ${result.failure.sentence}`] : []),
    '',
    volumes(result),
    `  ${movedBy(result)}`,
    '',
    objects(result),
    ...madeCluster(result),
    ...lists('Not as intended', result.different),
    ...lists('Not copied, and may be missed', result.missed),
    ...lists('Not copied', result.leftBehind),
    ...lists('Changed at the source', result.sourceChanges),
    ...findings(result),
    '',
    verdictOf(result),
    `Report: ${result.report}`,
    '',
  ].join('\n');
}

function volumes({ volumes: all }: DemoResult): string {
  if (all.length === 0) return '  No volume was compared.';
  const refreshed = all.some(({ replaced }) => replaced);
  const head = [
    'claim',
    'strategy',
    'size',
    'blocks compared',
    'identical',
    all.some(({ files }) => files) ? 'in the target' : 'database in the target',
  ];
  const rows = all.map((volume) => [
    volume.claim,
    volume.strategy,
    `${volume.bytes / 1024 ** 3} GiB`,
    String(volume.blocksCompared),
    !brings(volume) ? '–' : volume.masked ? 'masked' : volume.identical ? 'yes' : 'NO',
    volume.masked
      ? maskedOf(volume.masked)
      : volume.files
        ? filesOf(volume.files)
        : volume.database
          ? `${volume.database.rows} rows, ${volume.database.integrity}, ${volume.database.sameRows ? 'same digest' : 'OTHER DIGEST'}`
          : '–',
    ...(refreshed ? [changedIn(volume), formerOf(volume)] : []),
  ]);
  return table(refreshed ? [...head, 'blocks changed', 'former volume'] : head, rows);
}

const maskedOf = ({
  rows,
  integrity,
  customersLeft,
  othersSame,
}: NonNullable<DemoResult['volumes'][number]['masked']>) =>
  `${rows} rows, ${integrity}, ${customersLeft === 0 ? 'each customer masked' : `${customersLeft} CUSTOMERS LEFT`}, ${othersSame ? 'the rest as it was' : 'OTHER ROWS'}`;

const filesOf = ({ compared, different }: NonNullable<DemoResult['volumes'][number]['files']>) =>
  `${compared} names, ${different.length === 0 ? 'as backed up' : `OTHER: ${different.slice(0, 3).join(', ')}`}`;

function movedBy({ moved: { blocksRead, blocksWritten, snapshotsCopied } }: DemoResult): string {
  if (blocksRead + blocksWritten + snapshotsCopied === 0)
    return 'No block of EBS was read or written, and no snapshot copied.';
  return `${blocksRead} blocks read from EBS, ${blocksWritten} written to it, ${snapshotsCopied} snapshots copied.`;
}

function objects({ objects: count, different, sourceUnchanged }: DemoResult): string {
  const cells: [string, string][] = [
    ['objects selected', String(count.selected)],
    ['applied', String(count.applied)],
    ['dropped', String(count.dropped)],
    ...(count.skipped > 0 ? [['there already', String(count.skipped)] as [string, string]] : []),
    ['blocked', String(count.blocked)],
    ['failed', String(count.failed)],
    ['as intended', different.length === 0 ? 'all' : `all but ${different.length}`],
    ['source unchanged', sourceUnchanged ? 'yes' : 'NO'],
  ];
  return table(
    cells.map(([head]) => head),
    [cells.map(([, cell]) => cell)],
  );
}

function madeCluster({ targetCluster: made }: DemoResult): string[] {
  if (!made) return [];
  const how = made.matchesBlueprint ? 'as its blueprint says' : 'NOT as its blueprint says';
  return ['', `Target cluster ${made.name}: made by the run, ${how}.`, ...made.differences.map((each) => `  ${each}`)];
}

function lists(title: string, items: string[]): string[] {
  return items.length === 0 ? [] : ['', `${title}:`, ...items.slice(0, 10).map((item) => `  ${item}`)];
}

function findings({ findings: all }: DemoResult): string[] {
  const worth = all.filter((finding) => finding.severity !== 'info');
  if (worth.length === 0) return [];
  const shown = worth
    .slice(0, SHOWN_FINDINGS)
    .map(({ severity, object, sentence }) => `  ${severity}: ${refText(object)}: ${sentence}`);
  const more = worth.length > shown.length ? [`  … and ${worth.length - shown.length} more in the report`] : [];
  return ['', 'Findings:', ...shown, ...more];
}
