import { describe, expect, it } from 'vitest';
import { urlProblem } from '../../cli/link/url-problem.ts';
import { memberTemplate } from '../../core/base/run/links/member-template.ts';
import { deployLine, quickCreateLink } from '../../core/base/run/links/quick-create.ts';
import type { StackArtifact } from '../../emulator/assembly/read-assembly.ts';
import { synthesize } from '../lib/synthesize.ts';

const NAME = 'kubeferry-source-222233334444-us-east-1';
const member = (assets: [string, string][] = []): StackArtifact => {
  const template = synthesize()[NAME] as unknown as StackArtifact['template'];
  return { name: NAME, account: '222233334444', region: 'us-east-1', template, assets: new Map(assets) };
};
const PARAMETERS = { HubAccount: '111122223333', ExternalId: 'installation-1' };

describe('the template of a member for people without CDK', () => {
  it('needs no bootstrap, and tells hub and ExternalId as parameters; nothing else of it differs', () => {
    const stack = member();
    const { template, parameters } = memberTemplate(stack);
    expect(parameters).toEqual(PARAMETERS);
    const text = JSON.stringify(template);
    expect(text).not.toMatch(/bootstrap/i);
    const restored = text
      .replaceAll('{"Ref":"ExternalId"}', '"installation-1"')
      .replaceAll(/\{"Fn::Sub":"([^"]*)"\}/g, '"$1"')
      .replaceAll(`\${HubAccount}`, '111122223333');
    expect(JSON.parse(restored).Resources).toEqual(stack.template.Resources);
    expect(JSON.parse(text).Outputs).toEqual(stack.template.Outputs);
  });

  it('is refused for a stack with a function, with the way by CDK', () => {
    const code = { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'cdk-assets', S3Key: 'abc.zip' } } };
    const stack = member([['abc.zip', '/somewhere']]);
    const template = { ...stack.template, Resources: { ...stack.template.Resources, Fn: code } };
    expect(() => memberTemplate({ ...stack, template })).toThrow(
      /npx cdk bootstrap aws:\/\/222233334444\/us-east-1, then npx cdk deploy kubeferry-source-/,
    );
  });
});

describe('the link', () => {
  const URL_OF_TEMPLATE = 'https://templates.s3.eu-west-1.amazonaws.com/member.json';

  it('opens the page of the console that has everything filled in', () => {
    const [page, query] = quickCreateLink({ name: NAME, region: 'us-east-1' }, URL_OF_TEMPLATE, PARAMETERS)
      .split('?r')[1]!
      .split('#');
    expect(page).toBe('egion=us-east-1');
    const [path, fields] = query!.split('?');
    expect(path).toBe('/stacks/create/review');
    expect(Object.fromEntries(new URLSearchParams(fields))).toEqual({
      templateURL: URL_OF_TEMPLATE,
      stackName: NAME,
      param_HubAccount: '111122223333',
      param_ExternalId: 'installation-1',
    });
  });

  it('has a line beside it that does the same', () => {
    expect(
      deployLine({ name: NAME, region: 'us-east-1' }, 'member.json', PARAMETERS).replaceAll(/\s*\\\n\s*/g, ' '),
    ).toBe(
      `aws cloudformation deploy --region us-east-1 --stack-name ${NAME} --template-file member.json --capabilities CAPABILITY_NAMED_IAM --parameter-overrides HubAccount=111122223333 ExternalId=installation-1`,
    );
  });

  it.each([
    [URL_OF_TEMPLATE, undefined],
    ['https://s3.eu-west-1.amazonaws.com/templates/member.json', undefined],
    ['http://templates.s3.amazonaws.com/member.json', /from S3 only/],
    ['https://example.com/member.json', /from S3 only/],
    [`${URL_OF_TEMPLATE}?X-Amz-Signature=abc`, /no presigned URLs/],
    [`${URL_OF_TEMPLATE}?versionId=${'1'.repeat(1024)}`, /the console takes 1024/],
    ['member.json', /from S3 only/],
  ])('leads to %s or says why not', (url, problem) => {
    if (problem) expect(urlProblem(url)).toMatch(problem);
    else expect(urlProblem(url)).toBeUndefined();
  });
});
