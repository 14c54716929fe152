import { brings, givesVolume } from '../../base/strategies.ts';
import { isLeftBehind } from '../made-again.ts';
import type { Report, ReportedVolume } from '../report.ts';
import { type Html, html, plural } from './html.ts';
import { duration } from './timeline.ts';

/** Those that the target has from the source, whether as copies or as they were there. */
export const broughtVolumes = ({ volumes }: Pick<Report, 'volumes'>): ReportedVolume[] =>
  volumes.filter(({ targetVolumeId, keeps }) => targetVolumeId && keeps === undefined);

/** How much, how long, what it cost: a plan says what is going to be, a run what is there. */
export function figures(report: Report): Html {
  const { status, planned = [], translations, volumes } = report;
  const card = (value: string | number, label: string) => html`<div><b>${value}</b><span>${label}</span></div>`;
  const brought = broughtVolumes(report);
  const handedOver = brought.filter(givesVolume).length;
  const what =
    status === 'PLANNED'
      ? [
          card(planned.filter(({ outcome }) => outcome === 'apply').length, 'objects to apply'),
          card(volumes.filter(brings).length, 'volumes to copy'),
        ]
      : [
          card(report.objects.applied, status === 'FAILED' ? 'objects were applied' : 'objects in the target'),
          card(brought.length - handedOver, `of ${plural(volumes.length, 'volume')} copied`),
          ...(handedOver > 0 ? [card(handedOver, 'handed over')] : []),
        ];
  const left = (report.planned ?? translations).filter(isLeftBehind).length;
  return html`<div class="cards">${[
    ...what,
    card(`${volumes.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)} GiB`, 'size of the volumes'),
    time(report, card),
    report.cost ? card(`$${report.cost.recorded}`, 'recorded cost') : card(`$${report.dollars}`, 'estimated cost'),
    card(left, 'objects left behind'),
  ]}</div>`;
}

function time({ status, startedAt, endedAt, minutes }: Report, card: (value: string, label: string) => Html): Html {
  if (status === 'PLANNED') return card(`${minutes ?? '–'} min`, 'a clone would take, about');
  const took = duration(Date.parse(endedAt) - Date.parse(startedAt));
  return card(took, minutes ? `it took; about ${minutes} min were planned` : 'it took');
}
