import type { Candidates, RoleTrust } from '../../base/ports/cluster-factory.ts';
import { type Taker, trusts } from './trust.ts';

/** A person reads them. */
const MOST = 5;

/** What a blocker offers as a counterpart of a role: those that its service may take, of the same name first. */
export function rolesFor(current: string, roles: RoleTrust[], taker?: Taker): string[] {
  const fitting = roles.filter(({ trust }) => taker === undefined || trusts(trust, taker)).map(({ arn }) => arn);
  return byLikeness(nameOf(current), fitting, nameOf).slice(0, MOST);
}

export const subnetText = ({ id, zone, vpc, name }: Candidates['subnets'][number]) =>
  `${id} (${[name, zone, vpc].filter(Boolean).join(', ')})`;
export const groupText = ({ id, name, vpc }: Candidates['securityGroups'][number]) => `${id} (${name}, ${vpc})`;

/** IAM Identity Center ends the names of its roles with digits of the account (`AWSReservedSSO_Admin_0123456789abcdef`). */
const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1).replace(/^(AWSReservedSSO_.+)_[0-9a-f]{16}$/, '$1');

/** The same name first, then names of which one is part of the other, then the rest; each in the order of its name. */
function byLikeness(wanted: string, values: string[], name: (value: string) => string): string[] {
  const rank = (value: string) => {
    const own = name(value);
    return own === wanted ? 0 : own.includes(wanted) || wanted.includes(own) ? 1 : 2;
  };
  return values.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
