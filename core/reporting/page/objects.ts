import type { Change } from '../../../kube/finding.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { refText } from '../../../kube/kube-object.ts';
import type { TranslationRecord } from '../../execute/apply/translate-stage.ts';
import { isLeftBehind, isMadeAgain } from '../made-again.ts';
import type { Report } from '../report.ts';
import { type Html, html, plural, table } from './html.ts';

/** Longest value that is shown whole. */
const LONGEST = 600;

/** What every object loses, and nobody wants to read forty times. */
const SERVER_FIELDS = 'strip-server-fields';
export const isPlain = (rule: string) => rule === SERVER_FIELDS;

type Changed = Pick<TranslationRecord, 'ref' | 'outcome' | 'changes'>;
const isAsBefore = ({ changes }: Changed) => changes.every(({ rule }) => isPlain(rule));

/** Every object that is copied, each with its changes by rule as a diff; those that hardly change come last. */
export function changedObjects(translations: Changed[]): Html {
  const applied = translations.filter(({ outcome }) => outcome === 'apply');
  if (applied.length === 0) return html`<p class="quiet">None.</p>`;
  const plain = applied.filter(isAsBefore);
  return html`${applied.filter((record) => !isAsBefore(record)).map(changedObject)}
${plain.length > 0 && html`<h3>As at the source, but for the server's own fields</h3>${plain.map(changedObject)}`}`;
}

function changedObject({ ref, changes }: Changed): Html {
  const byRule = [...Map.groupBy(changes, ({ rule }) => rule)].toSorted(([a], [b]) => rank(a) - rank(b));
  const rules = byRule.map(([rule, steps]) =>
    isPlain(rule) ? serverFields(steps) : html`<h4>${words(rule)}</h4><div class="diff">${steps.map(diff)}</div>`,
  );
  return html`<details class="object"><summary><b>${ref.kind}</b> ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}
<span class="quiet">${byRule.map(([rule]) => words(rule)).join(', ')}</span></summary>${rules}</details>`;
}

export const words = (rule: string) => rule.replaceAll('-', ' ');
const rank = (rule: string) => (isPlain(rule) ? 1 : 0);

const serverFields = (steps: Change[]) =>
  html`<p class="plain quiet">${words(SERVER_FIELDS)}: ${steps.map(({ path }) => html`<code>${path}</code>`)}</p>`;

function diff({ op, path, before, after }: Change): Html {
  const was = op === 'add' ? undefined : before === undefined ? '(not kept)' : shown(before);
  const is = op === 'remove' ? undefined : shown(after);
  return html`<div><code class="path">${path}</code>
${was !== undefined && html`<pre class="was">${was}</pre>`}${is !== undefined && html`<pre class="is">${is}</pre>`}</div>`;
}

function shown(value: Json | undefined): string {
  const text = typeof value === 'string' && value !== '' ? value : (JSON.stringify(value, null, 2) ?? '');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} … (${text.length} characters)`;
}

/** What the plan is going to do, each change as a diff; of a plan of an earlier version, the rules that will change each object. */
export function plannedObjects(objects: NonNullable<Report['planned']>): Html {
  const known = objects.flatMap(({ changes, ...object }) => (changes ? [{ ...object, changes }] : []));
  if (known.length === objects.length && known.length > 0) return changedObjects(known);
  const applied = objects.filter(({ outcome }) => outcome === 'apply');
  if (applied.length === 0) return html`<p class="quiet">None.</p>`;
  return table(
    ['object', 'changed by'],
    applied.map(({ ref, rules }) => [refText(ref), rules.join(', ').replaceAll('-', ' ') || 'nothing']),
  );
}

/**
 * What stays at the source and could be missed, grouped by the reason, and apart from it how much the target makes for
 * itself. What a blocker says already is not said again.
 */
export function leftBehind(objects: Pick<TranslationRecord, 'ref' | 'outcome' | 'rule' | 'reason'>[]): Html {
  const left = objects.filter((object) => isLeftBehind(object) && object.outcome === 'drop');
  const again = objects.filter(isMadeAgain);
  return html`${left.length === 0 ? html`<p class="quiet">Nothing that could be missed.</p>` : byReason(left)}
${again.length > 0 && html`<details><summary>${plural(again.length, 'object')} more, which the target makes for itself, or has</summary>${byReason(again)}</details>`}`;
}

function byReason(objects: Pick<TranslationRecord, 'ref' | 'reason'>[]): Html {
  const reasons = [...Map.groupBy(objects, ({ reason }) => reason ?? 'without a reason')];
  return table(
    ['why', 'objects'],
    reasons.map(([reason, objects]) => [reason, names(objects.map(({ ref }) => refText(ref)))]),
  );
}

function names(all: string[]): Html {
  if (all.length <= 3) return html`${all.join(', ')}`;
  return html`<details><summary>${all.length} objects</summary><ul>${all.map((name) => html`<li>${name}</li>`)}</ul></details>`;
}
