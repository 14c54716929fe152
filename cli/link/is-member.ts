/** Stacks of members, by their names. */
const MEMBER = /^kubeferry-(source|target)-/;

export const isMember = ({ name }: { name: string }): boolean => MEMBER.test(name);
