import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { type MemberTemplate, memberTemplate } from '../../core/base/run/links/member-template.ts';
import { FLAGS } from '../flags.ts';
import { MemberStack, type MemberStackProps } from '../member-stack.ts';
import { connectorsOf } from '../members.ts';

/**
 * The templates of members as an account takes them that knows nothing of CDK, by the name of their stack. They are synthesized
 * apart, since the hub carries them, and is synthesized itself with the members. One with a connector needs files beside its
 * template, and is deployed by CDK.
 */
export function memberTemplates(members: readonly MemberStackProps[]): Record<string, MemberTemplate> {
  const plain = members.filter(({ member }) => connectorsOf(member).length === 0);
  const outdir = mkdtempSync(join(tmpdir(), 'kubeferry-links-'));
  try {
    const app = new App({ postCliContext: FLAGS, outdir, autoSynth: false, builtinCloudFormationValidation: false });
    for (const props of plain) new MemberStack(app, props.member.stackName, props);
    const { stacks } = app.synth({ skipValidation: true });
    return Object.fromEntries(
      stacks.map(({ stackName: name, environment: { account, region }, template }) => [
        name,
        memberTemplate({ name, account, region, template, assets: new Map() }),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
