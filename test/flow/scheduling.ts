import { setTimeout as sleep } from 'node:timers/promises';
import { CreateScheduleCommand, type CreateScheduleInput, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ROUTE } from '../../cli/demo/run-demo.ts';
import { into, type SmallCloud } from './small-cloud.ts';

/** What a user does with schedules by the stock SDK, and what comes of them. */
export async function schedulingOn({ cloud }: SmallCloud) {
  const { endpoint, region, accounts, stateMachines } = cloud;
  const options = { endpoint, region, credentials: accounts.hub.credentials };
  const [scheduler, states] = [new SchedulerClient(options), new SFNClient(options)];

  async function allOf(machine: string) {
    const all = new ListExecutionsCommand({ stateMachineArn: stateMachines[machine] });
    return (await states.send(all)).executions ?? [];
  }
  /** Runs of others before: the cloud is shared. */
  const earlier = new Set((await allOf(ROUTE)).map(({ name }) => name!));

  /** The runs of a machine since then, the latest first. */
  const runsOf = async (machine: string) => (await allOf(machine)).filter(({ name }) => !earlier.has(name!));
  const isSince = (id: string) => !earlier.has(id);

  return {
    runsOf,

    /** A schedule in the route's group; its runs only plan, into a namespace of their own. */
    async create(name: string, more: Partial<CreateScheduleInput> = {}, target: object = {}): Promise<string> {
      const request = { mode: 'plan', selection: { namespaces: ['small'] }, ...into(name) };
      const { ScheduleArn } = await scheduler.send(
        new CreateScheduleCommand({
          Name: name,
          GroupName: 'kubeferry-prod-to-dev',
          ScheduleExpression: 'cron(0 0 1 1 ? 2199)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: stateMachines[ROUTE],
            RoleArn: `arn:aws:iam::${accounts.hub.id}:role/kubeferry-schedule-prod-to-dev`,
            Input: JSON.stringify({ schedule: name, scheduledTime: '<aws.scheduler.scheduled-time>', ...request }),
            ...target,
          },
          ...more,
        }),
      );
      return ScheduleArn!;
    },

    /** Delivers one time of a schedule, and answers the id of the run that it has started. */
    async deliver(arn: string, time: Date): Promise<string> {
      const before = (await runsOf(ROUTE)).map(({ name }) => name);
      await cloud.deliverAgain(arn, time);
      return (await runsOf(ROUTE)).find(({ name }) => !before.includes(name))!.name!;
    },

    /** How the executions of one schedule ended, when there are so many and none is running. */
    async outcomes(schedule: string, count: number): Promise<{ status: string; notDue?: string }[]> {
      for (;;) {
        const executions = await runsOf(ROUTE);
        const all = await Promise.all(
          executions.map(({ executionArn }) => states.send(new DescribeExecutionCommand({ executionArn }))),
        );
        const own = all.filter(({ input }) => JSON.parse(input ?? '{}').schedule === schedule);
        if (own.length >= count && own.every(({ status }) => status !== 'RUNNING'))
          return own.map(({ output, error }) => (output ? JSON.parse(output) : { status: error }));
        await sleep(100);
      }
    },

    /** What was sent of these runs. */
    events: () => cloud.events.filter(({ detail }) => isSince((detail as { cloneId: string }).cloneId)),
    messages: () =>
      cloud.messages.map(({ message }) => message).filter((text) => ![...earlier].some((id) => text.includes(id))),
    /** What was sent of one run. */
    eventsOf: (id: string) => cloud.events.filter(({ detail }) => (detail as { cloneId: string }).cloneId === id),

    stop() {
      scheduler.destroy();
      states.destroy();
    },
  };
}
