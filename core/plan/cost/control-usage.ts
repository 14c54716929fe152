import type { Strategy } from '../../base/run/envelope.ts';
import { blocksPerSegment } from '../../base/run/segment-size.ts';
import { waveOf } from '../../translate/waves.ts';
import type { PlannedObject } from '../planned-object.ts';
import { BLOCKS_PER_GIB } from './expected-usage.ts';
import { EXPECTED, SHAPE } from './run-shape.data.ts';
import { NOTHING, type Usage } from './usage.ts';

export interface ControlledVolume {
  strategy: Strategy;
  gibibytes: number;
  /** Between its snapshot and its volume. */
  minutes: number;
}

/** How often a run over these volumes is expected to ask whether something is ready, besides the first time. */
export const expectedAsks = (volumes: readonly ControlledVolume[]): number =>
  volumes
    .filter(({ strategy }) => strategy !== 'skip')
    .reduce((sum: number, { minutes }) => sum + asksIn(minutes * 60), EXPECTED.runAsks);

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
  const volumes = all.filter(({ strategy }) => strategy !== 'skip');
  const blockVolumes = volumes.filter(({ strategy }) => strategy === 'copy-blocks');
  const calls =
    SHAPE.run.calls +
    EXPECTED.runCalls +
    waves * EXPECTED.waveCalls +
    (volumes.length - blockVolumes.length) * EXPECTED.volumeCalls +
    blockVolumes.reduce((sum, { gibibytes }) => sum + EXPECTED.blockVolumeCalls + segmentsOf(gibibytes), 0) +
    asks;
  const mebibytes = blockVolumes.reduce((sum, { gibibytes }) => sum + gibibytes * 1024, 0);
  const { copySegment } = EXPECTED;
  return {
    ...NOTHING,
    transitions: calls + flowStates({ volumes: volumes.length, blockVolumes: blockVolumes.length, waves }),
    functionCalls: calls,
    functionGiBSeconds:
      calls * EXPECTED.gibibyteSecondsOfCall + (mebibytes / copySegment.mebibytesPerSecond) * copySegment.gibibytes,
    recordsWritten: calls * EXPECTED.recordsWrittenByCall,
    recordsRead: calls * EXPECTED.recordsReadByCall,
  };
}

/** Transitions that call no function. */
export const flowStates = (of: { volumes: number; blockVolumes: number; waves: number }): number =>
  SHAPE.run.transitions -
  SHAPE.run.calls +
  of.volumes * SHAPE.volume.transitions +
  of.blockVolumes * SHAPE.blockVolume.transitions +
  of.waves * SHAPE.wave.transitions;

const segmentsOf = (gibibytes: number): number => {
  const blocks = gibibytes * BLOCKS_PER_GIB;
  return Math.ceil(blocks / blocksPerSegment(blocks));
};

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
