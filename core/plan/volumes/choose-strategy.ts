import type { Request } from '../../base/request/request.ts';
import { AUTO, STRATEGIES, type Strategy, sayStrategies, WITHOUT_DATA } from '../../base/strategies.ts';
import type { Passed, StrategyFacts, VolumeStrategy } from '../../base/strategy.ts';

export interface StrategyChoice {
  strategy: Strategy;
  reason: string;
  /** Each other way that `auto` goes, and why it is not this volume's. */
  others: Passed[];
  /** Set when no strategy, or not the asked one, can work: a blocker's sentence. */
  blocker?: string;
}

type Table = readonly (VolumeStrategy & { readonly name: Strategy })[];

/** Decides how one volume travels: as the request says of its claim, else of all, else by the first of the table that can. */
export function chooseStrategy(
  claim: string,
  facts: StrategyFacts,
  volumes: Request['volumes'],
  table: Table = STRATEGIES,
): StrategyChoice {
  const asked = volumes.claims[claim] ?? volumes.strategy;
  const automatic = table.filter(({ auto }) => auto);
  const named = table.find(({ name }) => name === asked);
  const subject = `Volume ${facts.volume.id} of claim ${claim}`;
  return named ? takeAsked(named, automatic, subject, facts) : takeFirst(automatic, subject, facts);
}

function takeFirst(automatic: Table, subject: string, facts: StrategyFacts): StrategyChoice {
  const passed: Passed[] = [];
  for (const [at, each] of automatic.entries()) {
    const why = obstacleOf(each, facts);
    if (why === undefined) {
      const later = automatic.slice(at + 1).map((other) => notChosen(other, facts, `"${each.name}" goes before it`));
      return { strategy: each.name, reason: each.auto!.because(facts, passed), others: [...passed, ...later] };
    }
    passed.push({ strategy: each.name, why });
  }
  const all = passed.map(({ strategy, why }) => `"${strategy}" cannot: ${why}`).join('; ');
  const blocker = `${subject} can be copied by no strategy. ${all}. Use the strategy "${WITHOUT_DATA}" for it.`;
  return { strategy: WITHOUT_DATA, reason: '', others: passed, blocker };
}

function takeAsked(named: Table[number], automatic: Table, subject: string, facts: StrategyFacts): StrategyChoice {
  const { name: strategy, asked: reason, obstacle } = named;
  const rest = automatic.filter(({ name }) => name !== strategy);
  const others = rest.map((other) => notChosen(other, facts, `the request asks for "${strategy}"`));
  const why = obstacleOf(named, facts);
  if (!obstacle || why === undefined) return { strategy, reason, others };
  const able = rest.filter((each) => obstacleOf(each, facts) === undefined).map(({ name }) => name);
  const wayOut = able.length > 0 ? `${sayStrategies(able)} for it, or "${AUTO}"` : `"${WITHOUT_DATA}" for it`;
  return { strategy, reason, others, blocker: `${subject} ${obstacle.refusal}: ${why}. Use the strategy ${wayOut}.` };
}

const obstacleOf = ({ obstacle }: VolumeStrategy, facts: StrategyFacts) => obstacle?.why(facts);

const notChosen = (strategy: Table[number], facts: StrategyFacts, otherwise: string): Passed => ({
  strategy: strategy.name,
  why: obstacleOf(strategy, facts) ?? otherwise,
});
