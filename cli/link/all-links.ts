import { memberTemplate } from '../../core/base/run/links/member-template.ts';
import { deployLine, quickCreateLink } from '../../core/base/run/links/quick-create.ts';
import type { StackArtifact } from '../../emulator/assembly/read-assembly.ts';

/** How one member is linked, by somebody with rights in its account. */
export interface MemberLink {
  side: 'source' | 'target';
  account: string;
  region: string;
  stack: string;
  /** Name of the file of the template, and what is in it. */
  file: string;
  template: string;
  /** One line that creates or updates the stack from that file. */
  deploy: string;
  /** The page of the console that has everything filled in, where templates lie at a URL. */
  quickCreate?: string;
}

const MEMBER = /^kubeferry-(source|target)-/;

export const isMember = ({ name }: Pick<StackArtifact, 'name'>): boolean => MEMBER.test(name);

/** Each member whose template needs no files beside it; others are deployed by CDK. `urls` ends where file names begin. */
export function allLinks(stacks: readonly StackArtifact[], urls?: string): MemberLink[] {
  return stacks.filter(isMember).flatMap((stack) => {
    const made = templateOf(stack);
    if (!made) return [];
    const { name, account, region } = stack;
    const [, side] = MEMBER.exec(name) ?? [];
    const file = `${name}.template.json`;
    return [
      {
        side: side as MemberLink['side'],
        account,
        region,
        stack: name,
        file,
        template: `${JSON.stringify(made.template, null, 1)}\n`,
        deploy: deployLine(stack, file, made.parameters).replace(/ \\\n +/g, ' '),
        ...(urls ? { quickCreate: quickCreateLink(stack, `${urls}${file}`, made.parameters) } : {}),
      },
    ];
  });
}

function templateOf(stack: StackArtifact) {
  try {
    return memberTemplate(stack);
  } catch {
    return undefined;
  }
}
