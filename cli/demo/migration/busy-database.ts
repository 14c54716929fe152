import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { devicesOf } from '../block-devices.ts';
import { volumesOfClaims } from '../disks.ts';

const ROW_BYTES = 64;
/** Rows lie apart, so that some blocks change with each few of them. */
const ROW_EVERY = 8 * 1024;
/** Behind what the demo and the tests write there. */
const BEHIND = 64 * 2 ** 20;

export interface BusyDatabase {
  /** Rows that were written to the device and acknowledged to whoever wrote them. */
  acknowledged(): number;
  /** Acknowledged rows that a volume does not have. */
  missingOn(volumeId: string): number[];
  stop(): Promise<void>;
}

const rowOf = (seed: string, row: number) => Buffer.from(`${seed} row ${row}`.padEnd(ROW_BYTES, '.'));
const offsetOf = (row: number) => BEHIND + row * ROW_EVERY;

/**
 * A database that is written to the whole time, as long as its pod runs and its volume is attached: each row is on the device
 * before it is acknowledged. What it does after its pod has gone it does not do: the look and the write are one turn of
 * this process, in which the local cloud answers as well.
 */
export async function startBusyDatabase(
  cloud: Cloud,
  source: ClusterApi,
  { claim = 'small/data-db-0', pod = 'db-0', seed = 'first', everyMs = 15 } = {},
): Promise<BusyDatabase> {
  const [namespace = ''] = claim.split('/');
  const volumeId = (await volumesOfClaims(source)).get(claim);
  if (!volumeId) throw new Error(`Claim ${claim} has no volume.`);
  const devices = devicesOf(cloud);
  // Of disks of Azure nobody shows here which node has them: the pod alone says it.
  const isAttached = () => (cloud.ec2.findVolume(volumeId)?.attachments.length ?? (cloud.azure ? 1 : 0)) > 0;
  let [rows, isOver] = [0, false];
  const run = async () => {
    while (!isOver) {
      const found = await source.get({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod }).catch(() => undefined);
      const runs = (found?.status as { phase?: string } | undefined)?.phase === 'Running';
      if (runs && !found?.metadata.deletionTimestamp && isAttached()) {
        devices.writeVolume(volumeId, offsetOf(rows), rowOf(seed, rows));
        rows += 1;
      }
      await sleep(everyMs);
    }
  };
  const over = run();
  return {
    acknowledged: () => rows,
    missingOn: (id) =>
      Array.from({ length: rows }, (_, row) => row).filter(
        (row) => !devices.readVolume(id, offsetOf(row), ROW_BYTES).equals(rowOf(seed, row)),
      ),
    stop: async () => {
      isOver = true;
      await over;
    },
  };
}
