import { describe, expect, it } from 'vitest';
import { rightsOf, text, trustOf } from './policies.ts';
import { CONFIG, ofType, type Resource, synthesize, type Template, target, UI, WITH_UI } from './synthesize.ts';

const app = synthesize(WITH_UI);
const ui = app['kubeferry-ui'] as Template;
const only = (type: string, template = ui): Resource => {
  const [[, found] = [], ...more] = ofType(template, type);
  expect(more, type).toEqual([]);
  return found as Resource;
};
const withUi = (changes: object) => () => synthesize({ ...CONFIG, ui: { ...UI, ...changes } });

it('does not exist unless somebody asks for it, and then no page of another origin may call the API', () => {
  const plain = synthesize();
  expect(Object.keys(plain)).not.toContain('kubeferry-ui');
  expect(only('AWS::ApiGatewayV2::Api', plain['kubeferry-hub']).Properties.CorsConfiguration).toBeUndefined();
});

it('lets scripts of the page alone call the API, with what they send and read', () => {
  expect(only('AWS::ApiGatewayV2::Api', app['kubeferry-hub']).Properties.CorsConfiguration).toEqual({
    AllowOrigins: ['https://d111111abcdef8.cloudfront.net'],
    AllowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    AllowHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-none-match',
      'kubeferry-may-i',
      'x-amz-date',
      'x-amz-security-token',
    ],
    ExposeHeaders: ['apigw-requestid', 'date', 'etag', 'location'],
    MaxAge: 3600,
  });
});

describe('the files', () => {
  it('are read by this distribution alone, over TLS', () => {
    const bucket = only('AWS::S3::Bucket').Properties;
    expect(new Set(Object.values(bucket.PublicAccessBlockConfiguration))).toEqual(new Set([true]));
    const [tls, read, ...more] = only('AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement;
    expect(more).toEqual([]);
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(read).toMatchObject({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    const [[distribution] = []] = ofType(ui, 'AWS::CloudFront::Distribution');
    expect(text(read.Condition.StringEquals['AWS:SourceArn'])).toMatch(
      new RegExp(`^arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<${distribution}>$`),
    );
    const { Origins, DefaultCacheBehavior, CacheBehaviors } = only('AWS::CloudFront::Distribution').Properties
      .DistributionConfig;
    expect(Origins).toHaveLength(1);
    expect(Origins[0].OriginAccessControlId).toBeDefined();
    for (const behaviour of [DefaultCacheBehavior, ...CacheBehaviors]) {
      expect(behaviour).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https', AllowedMethods: ['GET', 'HEAD'] });
      expect(target(behaviour.ResponseHeadersPolicyId)).toBe(
        ofType(ui, 'AWS::CloudFront::ResponseHeadersPolicy')[0]?.[0],
      );
    }
  });

  it('come with a policy without anything inline, in no frame, and over TLS from then on', () => {
    const policy = only('AWS::CloudFront::ResponseHeadersPolicy').Properties.ResponseHeadersPolicyConfig;
    const { ContentSecurityPolicy, FrameOptions, StrictTransportSecurity, ReferrerPolicy } =
      policy.SecurityHeadersConfig;
    const csp = ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'API'))
      .join('');
    expect(csp.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self' https://API.execute-api.eu-west-1.amazonaws.com https://login.example.com https://tokens.example.com https://cognito-identity.eu-west-1.amazonaws.com",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(FrameOptions).toEqual({ FrameOption: 'DENY', Override: true });
    expect(ReferrerPolicy).toEqual({ ReferrerPolicy: 'no-referrer', Override: true });
    expect(StrictTransportSecurity).toMatchObject({ AccessControlMaxAgeSec: 63_072_000, Override: true });
  });

  it('are found under a name of your own with its certificate', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b';
    const own = withUi({ origin: 'https://ferry.example.com', certificateArn })()['kubeferry-ui'];
    expect(only('AWS::CloudFront::Distribution', own).Properties.DistributionConfig).toMatchObject({
      Aliases: ['ferry.example.com'],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
  });
});

describe('people', () => {
  const STAGE = 'arn:aws:execute-api:eu-west-1:111122223333:API/$default/';
  const ANYWHERE = ['GET/me', 'GET/openapi.json', 'GET/routes'];
  const rightsOfRole = (id: string) =>
    rightsOf(ui, id)
      .filter(({ actions }) => actions.includes('execute-api:Invoke'))
      .map(({ resources }) => resources)
      .map((resources) => resources.toSorted());
  const roles = ofType(ui, 'AWS::IAM::Role');

  // Promise: hosted-rights-are-those-of-the-group
  it('get what the command prints for their group, on their routes, and nothing else', () => {
    const named = (group: string) =>
      roles.find(([, { Properties }]) => Properties.Description.endsWith(` ${group}`))?.[0] ?? '';
    const below = (route: string, rights: string[]) => rights.map((right) => right.replace('ROUTE', `routes/${route}`));
    const api = (rights: string[]) => [...ANYWHERE, ...rights].map((right) => `${STAGE}${right}`).toSorted();
    const VIEW = ['GET/ROUTE', 'GET/ROUTE/*'];
    const DEVELOP = [
      ...VIEW,
      'POST/ROUTE/checks',
      'POST/ROUTE/clones',
      'POST/ROUTE/clones/*/checks',
      'POST/ROUTE/plans',
    ];
    expect(rightsOfRole(named('kf-dev'))).toEqual([api(below('prod-to-dev', DEVELOP)), api(below('prod-to-qa', VIEW))]);
    expect(rightsOfRole(named('kf-lead'))).toEqual([
      api(below('prod-to-dev', [...VIEW, 'POST/ROUTE/clones/*/approve'])),
    ]);
    for (const [id] of roles) {
      const actions = rightsOf(ui, id).flatMap((right) => right.actions);
      expect(new Set(actions)).toEqual(new Set(['execute-api:Invoke', 'cloudformation:DescribeStacks']));
    }
  });

  it('take their role through this pool alone, signed in', () => {
    const [[pool] = []] = ofType(ui, 'AWS::Cognito::IdentityPool');
    expect(roles).toHaveLength(2);
    for (const [, role] of roles)
      expect(trustOf(role)).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: 'cognito-identity.amazonaws.com' },
          Condition: {
            StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: pool } },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          },
        },
      ]);
  });

  it('get no keys without a token of the issuer, none in no group, and choose no role', () => {
    expect(only('AWS::Cognito::IdentityPool').Properties).toMatchObject({
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: false,
    });
    expect(only('AWS::IAM::OIDCProvider').Properties).toEqual({
      Url: 'https://login.example.com/team',
      ClientIdList: ['kubeferry-page'],
    });
    const { Roles, RoleMappings } = only('AWS::Cognito::IdentityPoolRoleAttachment').Properties;
    expect(Roles).toBeUndefined();
    expect(RoleMappings.issuer).toMatchObject({ Type: 'Rules', AmbiguousRoleResolution: 'Deny' });
    expect(
      RoleMappings.issuer.RulesConfiguration.Rules.map(({ Claim, MatchType, Value }: Record<string, string>) => [
        Claim,
        MatchType,
        Value,
      ]),
    ).toEqual([
      ['groups', 'Contains', 'kf-dev'],
      ['groups', 'Contains', 'kf-lead'],
    ]);
  });

  it('may be those of a user pool, which needs no provider in IAM', () => {
    const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aB3';
    const pooled = withUi({ issuer, claim: 'cognito:groups' })()['kubeferry-ui'] as Template;
    expect(ofType(pooled, 'AWS::IAM::OIDCProvider')).toEqual([]);
    expect(only('AWS::Cognito::IdentityPool', pooled).Properties.CognitoIdentityProviders).toEqual([
      {
        ProviderName: 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aB3',
        ClientId: 'kubeferry-page',
        ServerSideTokenCheck: true,
      },
    ]);
  });
});

describe('a mistake in the configuration', () => {
  const many = Object.fromEntries(
    Array.from({ length: 26 }, (_, at) => [`g${String(at).padStart(2, '0')}`, { viewer: ['prod-to-dev'] }]),
  );
  it.each([
    [{ groups: { a: { viewer: ['prod-to-dve'] } } }, 'ui.groups "a": no route "prod-to-dve"; there are prod-to-dev, '],
    [{ groups: { a: {} } }, 'ui.groups "a" has no right: name a group of rights with routes, or leave it out.'],
    [{ groups: many }, 'ui.groups has 26 groups: an identity pool takes 1 to 25 rules for an issuer.'],
    [
      { groups: { dev: { developer: ['prod-to-dev'] }, 'dev-lead': { approver: ['prod-to-dev'] } } },
      `"dev" is part of "dev-lead", and whoever is in the latter might get the rights of the former`,
    ],
    [{ origin: 'https://ferry.example.com' }, 'give its certificate as ui.certificateArn'],
    [
      { certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b' },
      'write it as ui.origin, or leave the certificate out',
    ],
    [{ origin: 'https://ferry.example.com/page' }, 'an origin is https:// and a host in lower case, without a path'],
    [{ issuer: 'http://login.example.com' }, 'an issuer is an https:// address without a query'],
  ])('%j is told with the way out', (changes, sentence) => {
    expect(withUi(changes)).toThrow(sentence);
  });

  it('is a hub where there is no CloudFront', () => {
    const hub = { account: '111122223333', region: 'us-gov-west-1' };
    expect(() => synthesize({ ...WITH_UI, hub })).toThrow('leave ui out, and use kubeferry ui');
  });

  it('is none where the claim has one group, and names are compared as a whole', () => {
    const groups = { dev: { developer: ['prod-to-dev'] }, 'dev-lead': { approver: ['prod-to-dev'] } };
    expect(withUi({ groups, match: 'equals' })).not.toThrow();
  });
});
