import type { Strategy } from '../clone/envelope.ts';
import { EXPECTED, SHAPE } from './run-shape.data.ts';
import { NOTHING, type Usage } from './usage.ts';

export interface ControlledVolume {
  strategy: Strategy;
  gibibytes: number;
  /** Between its snapshot and its volume. */
  minutes: number;
}

/** What machines, functions and records are expected to take for a run over these volumes. */
export function expectedControl(all: readonly ControlledVolume[]): Usage {
  const volumes = all.filter(({ strategy }) => strategy !== 'skip');
  const blockVolumes = volumes.filter(({ strategy }) => strategy === 'copy-blocks');
  const asked = volumes.reduce((sum, { minutes }) => sum + askedAgain(minutes * 60), 0);
  const calls =
    SHAPE.run.calls +
    EXPECTED.runCalls +
    EXPECTED.waves * EXPECTED.callsOfWave +
    (volumes.length - blockVolumes.length) * EXPECTED.volumeCalls +
    blockVolumes.length * EXPECTED.blockVolumeCalls +
    asked;
  const mebibytes = blockVolumes.reduce((sum, { gibibytes }) => sum + gibibytes * 1024, 0);
  const { copySegment } = EXPECTED;
  return {
    ...NOTHING,
    transitions:
      calls + flowStates({ volumes: volumes.length, blockVolumes: blockVolumes.length, waves: EXPECTED.waves }),
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

/** How often a snapshot is asked whether it is complete in so many seconds. */
function askedAgain(seconds: number): number {
  const { first, growth, longest } = EXPECTED.wait;
  let times = 0;
  for (let waited = 0, wait: number = first; waited + wait < seconds; wait = Math.min(wait * growth, longest)) {
    waited += wait;
    times += 1;
  }
  return times;
}
