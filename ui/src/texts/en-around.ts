import { counted } from './format.ts';

/** What is said of schedules, accounts and costs. */
export const enAround = {
  schedules: {
    none: 'Nothing runs by itself here',
    make: 'Make a schedule with',
    of: (route: string) => `Schedules of ${route}`,
    name: 'Schedule',
    when: 'When',
    next: 'Next times',
    last: 'Last run',
    on: 'On',
    expression: (expression: string, zone: string) => `${expression} in ${zone}`,
    time: (mine: string, own: string, zone: string) => `${mine} (${own} in ${zone})`,
    turn: (name: string) => `Schedule ${name} is on`,
    fixed: (enabled: boolean, origin: string) =>
      `${enabled ? 'yes' : 'no'}${origin === 'config' ? ', by kubeferry.config.ts: change it there and deploy the hub' : ''}`,
    month: (month: string) => `Times in ${month}, by your clock`,
    inMonth: (time: string, name: string) => `${time} ${name}`,
    more: (count: number) => `and ${count} more`,
  },
  accounts: {
    promise:
      'Both ends of a route are linked by a stack in their own account. A route itself is a line in kubeferry.config.ts: nothing on this page can open a way.',
    check: 'Check everything',
    checks: 'Checks',
    ok: (count: number) => `All ${count} checks are well`,
    broken: (count: number) => `${counted(count, 'check')} broken; looking again every 10 seconds`,
    what: 'Check',
    thing: 'Thing',
    found: 'Found',
    fix: 'Fix',
    members: (route: string) => `Accounts of ${route}`,
    side: 'End',
    sides: { source: 'source', target: 'target' },
    account: 'Account',
    cluster: 'Cluster',
    link: 'Link it',
    open: (side: string) => `Link the ${side}: open CloudFormation`,
    template: (side: string) => `Download the template of the ${side}`,
    newTab: 'in a new tab',
  },
  costs: {
    what: 'By the plans of clones that succeeded, of the latest 100 runs. What stays in the target costs besides, until it is removed.',
    of: (route: string) => `Costs of ${route}`,
    month: 'Month',
    clones: 'Clones',
    counts: (clones: number, failed: number) => `${clones}${failed > 0 ? `, ${failed} failed` : ''}`,
    dollars: 'At most',
    bar: 'Compared',
  },
};
