import { refText } from '../../../kube/kube-object.ts';
import type { Report } from '../report.ts';
import { type Html, html, section, table } from './html.ts';

/** Which owner of the target each object was given by the apply, and which it stays without. */
export function owners({ owners: found = [] }: Report): Html {
  if (found.length === 0) return html``;
  const rows = found.flatMap(({ ref, owners: given, without = [], result, reason }) => [
    ...given.map(({ apiVersion, kind, name, uid }) => [
      refText(ref),
      html`${apiVersion} ${kind} ${name}<br><code>${uid}</code>`,
      result === 'pointed' ? 'is its owner in the target' : (reason ?? 'was not given to it'),
    ]),
    ...without.map(({ owner, why }) => [refText(ref), owner, `not given to it: ${why}`]),
  ]);
  return section('Owners', table(['object', 'owner', 'outcome'], rows), 'owners');
}
