import type { Fault } from '../../emulator/base/records.ts';

/** A call that a run makes of AWS, or of the API server of a cluster: the operation, and the role that makes it. */
export interface RoleCall {
  /** `ec2:CopySnapshot` or `kubernetes:patch-deployments`, as faults name it. */
  on: string;
  /** Name of the role. */
  by: string;
  /** Only from the first call of this role on. */
  after?: string;
}

/** One way in which a call can go wrong. A new kind is a new element of `KINDS`: every flow meets it at every call. */
export interface FaultKind {
  name: string;
  /** What the fault is, so that a line of the table explains itself. */
  says: string;
  /** Whether it can befall the call at all. */
  befalls(call: RoleCall): boolean;
  fault(call: RoleCall): Fault;
  /** Nothing is wrong, so the run must come to its end. */
  harmless?: true;
  /** Somebody stops the run at the call, which takes its time, and then asks for this. */
  stoppedThen?: 'retry' | 'rollback';
}

const isRead = ({ on }: RoleCall) =>
  /:(Get|List|Describe|AssumeRole|get$|list$|watch$|discover-apis$|(disks|snapshots)-read$|managedClusters-listClusterUserCredential$)/.test(
    on,
  );
/** Long enough that a stop comes while the call is under way. */
const slow: Fault['effect'] = { kind: 'delay', milliseconds: 20_000 };
const byMachine = ({ by }: RoleCall) => by.startsWith('kubeferry-machine-');

export const KINDS: readonly FaultKind[] = [
  {
    name: 'denied',
    says: 'the role may not make the call any more',
    befalls: () => true,
    fault: (call) => ({ ...call, effect: { kind: 'denied' } }),
  },
  {
    name: 'lost',
    says: 'the first answer is lost after the work is done',
    // Step Functions repeats its own calls within AWS, but for invoking a function, which it leaves to Retry.
    // A read whose answer is lost leaves nothing behind, however things stand: once is enough.
    befalls: (call) =>
      (!byMachine(call) || call.on === 'lambda:InvokeFunction') && !(call.after !== undefined && isRead(call)),
    fault: (call) => ({ ...call, nth: 1, effect: { kind: 'kill-after' } }),
  },
  {
    name: 'late',
    says: 'the first look of the call at each fresh thing misses it',
    befalls: (call) => !byMachine(call) && /^(ec2|ebs|eks|azure:(disks|snapshots)-read$)/.test(call.on),
    fault: (call) => ({ ...call, effect: { kind: 'late' } }),
    harmless: true,
  },
  {
    name: 'stopped',
    says: 'somebody stops the run during the call, and continues with it',
    befalls: (call) => !byMachine(call) && !isRead(call),
    fault: (call) => ({ ...call, nth: 1, effect: slow }),
    stoppedThen: 'retry',
  },
  {
    name: 'given-up',
    says: 'somebody stops the run during the call, and rolls it back',
    befalls: (call) => !byMachine(call) && !isRead(call),
    fault: (call) => ({ ...call, nth: 1, effect: slow }),
    stoppedThen: 'rollback',
  },
];
