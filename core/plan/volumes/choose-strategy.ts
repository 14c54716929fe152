import { askedStrategy } from '../../base/request/asked-strategy.ts';
import type { Request } from '../../base/request/request.ts';
import { AUTO, STRATEGIES, type Strategy, sayStrategies, WITHOUT_DATA } from '../../base/strategies.ts';
import type { Passed, StrategyFacts, VolumeStrategy } from '../../base/strategy.ts';
import { type Estimate, estimateOf } from './estimate.ts';

export interface StrategyChoice {
  strategy: Strategy;
  reason: string;
  /** Each other way that `auto` goes, and why it is not this volume's. */
  others: Passed[];
  /** Set when no strategy, or not the asked one, can work: a blocker's sentence. */
  blocker?: string;
}

type Row = VolumeStrategy & { readonly name: Strategy };
type Table = readonly Row[];

/**
 * Decides how one volume is copied: as the request says of its claim, of its class or of all, else the cheapest that can, and of
 * those the fastest. What a way costs changes with what is written: one that was approved (`planned`) is taken as long as it can.
 */
export function chooseStrategy(
  claim: string,
  facts: StrategyFacts,
  volumes: Pick<Request['volumes'], 'strategy' | 'claims' | 'classes'>,
  { table = STRATEGIES, planned }: { table?: Table; planned?: string | undefined } = {},
): StrategyChoice {
  const asked = askedStrategy(claim, facts.storageClass ?? '', volumes);
  const automatic = table.filter(({ auto }) => auto);
  const named = table.find(({ name }) => name === asked);
  const subject = `Volume ${facts.volume.id} of claim ${claim}`;
  return named ? takeAsked(named, automatic, subject, facts) : takeCheapest(automatic, subject, facts, planned);
}

function takeCheapest(automatic: Table, subject: string, facts: StrategyFacts, planned?: string): StrategyChoice {
  const judged = automatic.map((way) => ({ way, why: obstacleOf(way, facts), cost: costOf(way, facts) }));
  const passed = judged.flatMap(({ way, why }) => (why === undefined ? [] : [{ strategy: way.name, why }]));
  const isPlanned = ({ way }: { way: Row }) => Number(way.name === planned);
  const [best, ...slower] = judged
    .filter(({ why }) => why === undefined)
    .toSorted(
      (a, b) => isPlanned(b) - isPlanned(a) || a.cost.dollars - b.cost.dollars || a.cost.minutes - b.cost.minutes,
    );
  if (!best) {
    const all = passed.map(({ strategy, why }) => `"${strategy}" cannot: ${why}`).join('; ');
    const blocker = `${subject} can be copied by no strategy. ${all}. Use the strategy "${WITHOUT_DATA}" for it.${letIn(automatic, facts)}`;
    return { strategy: WITHOUT_DATA, reason: '', others: passed, blocker };
  }
  const dearer = slower.map(({ way, cost }) => ({
    strategy: way.name,
    why: `${said(cost)}, and this one ${said(best.cost)}`,
  }));
  return { strategy: best.way.name, reason: best.way.auto!.because(facts, passed), others: [...passed, ...dearer] };
}

function takeAsked(named: Row, automatic: Table, subject: string, facts: StrategyFacts): StrategyChoice {
  const { name: strategy, asked: reason = '', obstacle } = named;
  const rest = automatic.filter(({ name }) => name !== strategy);
  const others = rest.map((other) => ({
    strategy: other.name,
    why: obstacleOf(other, facts) ?? `the request asks for "${strategy}"`,
  }));
  const why = obstacleOf(named, facts);
  if (!obstacle || why === undefined) return { strategy, reason, others };
  const able = rest.filter((each) => obstacleOf(each, facts) === undefined).map(({ name }) => name);
  const wayOut = able.length > 0 ? `${sayStrategies(able)} for it, or "${AUTO}"` : `"${WITHOUT_DATA}" for it`;
  return {
    strategy,
    reason,
    others,
    blocker: `${subject} ${obstacle.refusal}: ${why}. Use the strategy ${wayOut}.${letIn([named], facts)}`,
  };
}

/** What would remove the obstacle that a key is. */
function letIn(ways: readonly VolumeStrategy[], facts: StrategyFacts): string {
  const statements = new Set(ways.flatMap(({ obstacle }) => obstacle?.statement?.(facts) ?? []));
  return [...statements]
    .map((statement) => ` Or add a statement to the policy of key ${facts.volume.kmsKeyArn}: ${statement}`)
    .join('');
}

const obstacleOf = ({ obstacle }: VolumeStrategy, facts: StrategyFacts) => obstacle?.why(facts);

const costOf = (way: Row, { volume, source, target, moves }: StrategyFacts) =>
  estimateOf(way, moves?.(way.name) ?? volume.sizeGiB, source.region !== target.region);

const said = ({ dollars, minutes }: Estimate) => `costs $${dollars} and takes ${minutes} minutes`;
