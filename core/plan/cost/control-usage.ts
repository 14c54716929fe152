import { type Strategy, strategyOf } from '../../base/strategies.ts';
import { waveOf } from '../../translate/waves.ts';
import type { PlannedObject } from '../planned-object.ts';
import { EXPECTED, SHAPE } from './run-shape.data.ts';
import { NOTHING, type Usage } from './usage.ts';

export interface ControlledVolume {
  strategy: Strategy;
  gibibytes: number;
  /** Between its snapshot and its volume. */
  minutes: number;
}

/**
 * How often a run over these volumes is expected to ask whether something is ready, besides the first time. Snapshots are taken
 * together, so that those of the volumes which wait for their turn are there when it comes.
 */
export const expectedAsks = (volumes: readonly ControlledVolume[]): number =>
  volumes
    .filter(({ strategy }) => strategyOf(strategy).steps)
    .map(({ minutes }, at) => (at < EXPECTED.volumesAtOnce ? minutes : minutes - EXPECTED.snapshotMinutes))
    .reduce((sum: number, minutes) => sum + asksIn(minutes * 60), EXPECTED.runAsks);

/** Everything that is applied goes by waves: as many as the plan's objects need. */
export const wavesOf = (objects: readonly Pick<PlannedObject, 'ref' | 'outcome'>[]): number =>
  new Set(objects.filter(({ outcome }) => outcome === 'apply').map(({ ref }) => waveOf(ref).wave)).size;

export interface ControlledRun {
  volumes: readonly ControlledVolume[];
  waves: number;
  /** How often it is asked again whether something is ready. */
  asks: number;
}

/** What machines, functions and records are expected to take for a run. */
export function expectedControl({ volumes: all, waves, asks }: ControlledRun): Usage {
  const volumes = all.flatMap(({ strategy, gibibytes }) => {
    const { steps } = strategyOf(strategy);
    return steps ? [{ gibibytes, steps }] : [];
  });
  const sum = (of: (volume: (typeof volumes)[number]) => number) =>
    volumes.reduce((total, volume) => total + of(volume), 0);
  const calls =
    SHAPE.run.calls +
    EXPECTED.runCalls +
    waves * EXPECTED.waveCalls +
    sum(({ steps, gibibytes }) => steps.calls(gibibytes)) +
    asks;
  const inMachines = sum(({ steps }) => steps.machine?.transitions ?? 0);
  return {
    ...NOTHING,
    transitions: calls + flowStates({ volumes: volumes.length, inMachines, waves }),
    functionCalls: calls,
    functionGiBSeconds:
      calls * EXPECTED.gibibyteSecondsOfCall + sum(({ steps, gibibytes }) => steps.gibibyteSeconds?.(gibibytes) ?? 0),
    recordsWritten: calls * EXPECTED.recordsWrittenByCall,
    recordsRead: calls * EXPECTED.recordsReadByCall,
  };
}

/** Transitions that call no function; `inMachines` are those of the machines that strategies have of their own. */
export const flowStates = (of: { volumes: number; inMachines: number; waves: number }): number =>
  SHAPE.run.transitions -
  SHAPE.run.calls +
  of.volumes * SHAPE.volume.transitions +
  of.inMachines +
  of.waves * SHAPE.wave.transitions;

/** How often a snapshot is asked whether it is complete in so many seconds. */
function asksIn(seconds: number): number {
  const { first, growth, longest } = EXPECTED.wait;
  let times = 0;
  for (let waited = 0, wait: number = first; waited + wait < seconds; wait = Math.min(wait * growth, longest)) {
    waited += wait;
    times += 1;
  }
  return times;
}
