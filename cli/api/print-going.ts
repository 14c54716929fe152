import type { RollBackPreview } from '../../core/serve/api/roll-back-schemas.ts';
import { CommandEnd } from '../exit-codes.ts';
import type { Client } from './client.ts';
import { runPath } from './follow.ts';

/** What a roll-back of the run would do, by its ledger. */
export const readPreview = (client: Client, route: string, id: string): Promise<RollBackPreview> =>
  client.send<RollBackPreview>({ method: 'GET', path: `${runPath(route, id)}/roll-back` });

/** The same as text; whoever may roll back may not read what goes. */
export async function printGoing(client: Client, route: string, id: string): Promise<string> {
  try {
    return printPreview(await readPreview(client, route, id));
  } catch (error) {
    if (!(error instanceof CommandEnd)) throw error;
    return `A roll-back of run ${id} on ${route} removes, for good, whatever it has made; what that is could not be read. ${error.told.detail}\n`;
  }
}

export function printPreview(preview: RollBackPreview): string {
  const {
    id,
    route,
    status,
    target,
    refused,
    cutOverAt,
    unsure,
    snapshots,
    cluster,
    restored,
    comesBack,
    stays,
    handedBack = [],
    kept = [],
  } = preview;
  const lines = [
    ...objectLines(preview),
    ...(unsure > 0 ? [`${unsure} objects that it was about to make, where they carry its mark`] : []),
    ...volumeLines(preview),
    ...(snapshots > 0 ? [`at most ${snapshots} snapshots`] : []),
    ...(cluster ? [`the cluster "${cluster}", if nothing of others is in it`] : []),
  ];
  return [
    ...(refused ? [`It would be refused now: ${refused}`] : []),
    ...(cutOverAt
      ? [
          `The source was cut over to this clone at ${cutOverAt}: what was written to its own volumes since is lost, and the source works again with what it had.`,
        ]
      : []),
    `A roll-back of run ${id} on ${route} (${status}) removes, for good:`,
    `  in ${target.cluster} in account ${target.account}, ${target.region}`,
    ...lines.map((line) => `  ${line}`),
    ...(handedBack.length > 0 ? [`Goes back to the source, with all that was written: ${named(handedBack)}`] : []),
    ...(comesBack.length > 0 ? [`Comes back as it was: ${comesBack.join(', ')}, with ${restored} objects`] : []),
    ...(stays > 0 ? [`Stays as the run has left it: ${stays} objects that were there before`] : []),
    ...kept.map(({ at, why }) => `Was kept last time: ${at}, ${why}`),
    '',
  ].join('\n');
}

function objectLines({ removed, objects }: RollBackPreview): string[] {
  const namespaces = [...new Set(objects.flatMap(({ namespace }) => namespace ?? []))].toSorted();
  return [`${removed} objects that it created${namespaces.length > 0 ? `, in ${namespaces.join(', ')}` : ''}`];
}

const volumeLines = ({ volumes }: RollBackPreview): string[] => [
  `${volumes.length} volumes${volumes.length > 0 ? `: ${named(volumes)}` : ''}`,
];

const named = (volumes: RollBackPreview['volumes']) => volumes.map(({ id, claim }) => `${id} (${claim})`).join(', ');
