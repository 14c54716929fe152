import { fieldAt, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { REPLICAS } from '../../../kube/replicas.ts';
import type { TranslationContext } from '../context.ts';
import { edit, setField } from '../edit.ts';
import { hold, SILENCED } from '../hold.ts';
import { actsOutside, namedBy } from '../outside.ts';
import { whatMustStay } from '../own/what-must-stay.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import type { OutsideRow } from '../tables/outside/row.ts';
import { SWITCHES } from '../tables/switches.ts';
import { block, changed, drop, info, KEEP, reaching, warning } from '../verdicts.ts';

export const silenceWhatActsOutside: Rule = {
  name: 'silence-what-acts-outside',
  description:
    'Backups, deployments, connectors, DNS and whatever else acts outside of the cluster are suspended in a clone, or are named; a migration keeps them and says that both sides act.',
  appliesTo: ['*'],
  apply(object, context) {
    const rows = actsOutside(object, context).filter(({ silence }) => silence.do !== 'leave-behind');
    if (rows.length === 0) return KEEP;
    // The next rule suspends it, whatever its pods would do.
    if (context.profile === 'clone' && kindKey(object) in SWITCHES) return KEEP;
    if (context.profile === 'migrate') return { do: 'keep', findings: rows.map((row) => bothAct(object, row)) };
    const dropping = rows.find(({ silence }) => silence.do === 'drop');
    if (dropping) return dropped(object, dropping);
    const findings: RuleFinding[] = [];
    const silent = rows.reduce((current, row) => silenced(current, row, context, findings), object);
    const why = silent === object ? undefined : whatMustStay(object, silent);
    if (why) return block(`What is to keep it from acting outside ("outside") cannot be applied to it: ${why}.`);
    return changed(object, silent, findings);
  },
};

const told = (object: KubeObject, row: OutsideRow) => {
  const names = namedBy(object, row);
  return `${object.kind} ${object.metadata.name} ${row.acts}${names.length > 0 ? ` (${names.join(', ')})` : ''}`;
};

const bothAct = (object: KubeObject, row: OutsideRow): RuleFinding =>
  warning('', `${told(object, row)}. As long as that of the source runs as well, both do.`);

function dropped(object: KubeObject, row: OutsideRow): Verdict {
  const reason = `it ${row.acts}, which a clone must not`;
  return drop(reason, [
    warning('', `${told(object, row)}, so that it is not copied. Make it in the target once it may act there.`),
  ]);
}

function silenced(
  object: KubeObject,
  row: OutsideRow,
  context: TranslationContext,
  findings: RuleFinding[],
): KubeObject {
  const after = silencedBy(object, row);
  if (after === undefined) {
    findings.push(reaching('', `${told(object, row)}. Nothing stops it in the clone. ${wayOut(object, context)}`));
    return object;
  }
  if (after.object !== object) findings.push(info(after.at, `${told(object, row)}. In the clone ${after.how}.`));
  return after.object;
}

interface Silenced {
  object: KubeObject;
  at: string;
  how: string;
}

/** The object as it does not act; undefined where there is no way to it. */
function silencedBy(object: KubeObject, { silence }: OutsideRow): Silenced | undefined {
  if (silence.do === 'set') {
    const at = pointer(silence.at);
    const how = `${at} is ${JSON.stringify(silence.to)}, so that it does not; set it back when it may`;
    return { object: setField(object, silence.at, silence.to), at, how };
  }
  if (silence.do === 'remove') {
    const at = pointer(silence.at);
    return { object: edit(object, silence.at, () => undefined), at, how: `${at} is removed, so that it does not` };
  }
  const replicas = silence.do === 'scale-to-zero' ? REPLICAS[kindKey(object)] : undefined;
  if (!replicas) return undefined;
  const how = `it has no replicas, so that it does not; annotation ${SILENCED} holds the patch that lets it`;
  return { object: hold(object, replicas, 0, SILENCED), at: pointer(replicas), how };
}

function wayOut(object: KubeObject, { isolate }: TranslationContext): string {
  if (isolate) return 'Its way out is the network policy of isolate.';
  const [group] = kindKey(object).split('/');
  const name = group ? `${object.kind}.${group}` : object.kind;
  return fieldAt(object, 'spec.template') === undefined
    ? `Give it something of its own to act on, or leave it out (selection.excludeKinds: ${name}).`
    : 'Give it something of its own to act on, or hold it: start scaled-down, or isolate.';
}
