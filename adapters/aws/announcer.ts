import { createHash } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Announcer } from '../../core/base/ports/announcer.ts';

/** Starts the machine `notify`; the execution's name makes a repeated announcement one. */
export function machineAnnouncer({ machineArn }: { machineArn: string }): Announcer {
  const states = new SFNClient({ region: machineArn.split(':')[3] });
  return {
    async announce({ detailType, detail }) {
      const once = createHash('sha256').update(`${detailType} ${detail.route} ${detail.cloneId}`).digest('hex');
      const name = `${detailType.toLowerCase().replaceAll(' ', '-')}-${once.slice(0, 16)}`;
      const input = JSON.stringify({ detailType, detail, subject: `kubeferry: ${detailType}, ${detail.route}` });
      try {
        await states.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input }));
      } catch (error) {
        if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
      }
    },
  };
}
