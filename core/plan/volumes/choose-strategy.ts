import type { Request } from '../../base/request/request.ts';
import { AUTO, STRATEGIES, type Strategy, sayStrategies, strategyOf, WITHOUT_DATA } from '../../base/strategies.ts';
import type { Passed, StrategyFacts, VolumeStrategy } from '../../base/strategy.ts';

export interface StrategyChoice {
  strategy: Strategy;
  reason: string;
  /** Each other way that `auto` goes, and why it is not this volume's. */
  others: Passed[];
  /** Set when no strategy, or not the asked one, can work: a blocker's sentence. */
  blocker?: string;
}

type Listed = (typeof STRATEGIES)[number];

/** Decides how one volume travels: as the request says of its claim, else of all, else by the first strategy that can. */
export function chooseStrategy(claim: string, facts: StrategyFacts, volumes: Request['volumes']): StrategyChoice {
  const asked = volumes.claims[claim] ?? volumes.strategy;
  return asked === AUTO ? chooseFirst(claim, facts) : chooseAsked(asked, claim, facts);
}

function chooseFirst(claim: string, facts: StrategyFacts): StrategyChoice {
  const candidates = STRATEGIES.filter(({ auto }) => auto);
  const passed: Passed[] = [];
  for (const [at, each] of candidates.entries()) {
    const why = obstacleOf(each, facts);
    if (why === undefined) {
      const later = candidates.slice(at + 1).map((other) => notAsked(other, facts, `"${each.name}" goes before it`));
      return { strategy: each.name, reason: each.auto!.because(facts, passed), others: [...passed, ...later] };
    }
    passed.push({ strategy: each.name, why });
  }
  const why = passed.map(({ strategy, why }) => `"${strategy}", since ${why}`).join('; ');
  const blocker = `Volume ${facts.volume.id} of claim ${claim} can travel by no strategy: not by ${why}. Use the strategy "${WITHOUT_DATA}" for it.`;
  return { strategy: WITHOUT_DATA, reason: '', others: passed, blocker };
}

function chooseAsked(name: Strategy, claim: string, facts: StrategyFacts): StrategyChoice {
  const { asked: reason, obstacle } = strategyOf(name);
  const rest = STRATEGIES.filter((each) => each.auto && each.name !== name);
  const others = rest.map((other) => notAsked(other, facts, `the request asks for "${name}"`));
  const why = obstacle?.why(facts);
  if (!obstacle || why === undefined) return { strategy: name, reason, others };
  const can = rest.filter((each) => obstacleOf(each, facts) === undefined).map((each) => each.name);
  const ways = can.length > 0 ? `${sayStrategies(can)} for it, or "${AUTO}"` : `"${WITHOUT_DATA}" for it`;
  const blocker = `Volume ${facts.volume.id} of claim ${claim} ${obstacle.refusal}: ${why}. Use the strategy ${ways}.`;
  return { strategy: name, reason, others, blocker };
}

const obstacleOf = ({ obstacle }: VolumeStrategy, facts: StrategyFacts) => obstacle?.why(facts);

const notAsked = (strategy: Listed, facts: StrategyFacts, otherwise: string): Passed => ({
  strategy: strategy.name,
  why: obstacleOf(strategy, facts) ?? otherwise,
});
