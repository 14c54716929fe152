import { CfnOutput, type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HostedUi } from '../../core/base/request/hosted-ui.ts';
import { askedOrigins } from './asked-origins.ts';
import { People } from './people.ts';
import { Site } from './site.ts';

export interface UiStackProps {
  /** Of the hub. */
  env: Required<Environment>;
  ui: HostedUi;
  /** Id of the hub's API. */
  api: string;
}

/** The page hosted: its files behind CloudFront, and the roles of the people who sign in at an issuer of their own. */
export class UiStack extends Stack {
  constructor(scope: Construct, id: string, { env, ui, api }: UiStackProps) {
    super(scope, id, { env, description: 'kubeferry: the page, and who may do what on it' });
    const { region } = env;
    const url = `https://${api}.execute-api.${region}.amazonaws.com`;
    const { origin, certificateArn } = ui;
    const named = origin && certificateArn ? { host: new URL(origin).host, certificateArn } : undefined;
    const site = new Site(this, 'Site', { asked: askedOrigins(ui, { api: url, region }), named });
    const { poolId } = new People(this, 'People', { ui, api });
    // What `kubeferry ui publish` writes into the page, with the URL of the API.
    const settings = {
      region,
      issuer: ui.issuer,
      clientId: ui.clientId,
      endpoints: [new URL(ui.issuer).origin, ...ui.endpoints],
      identityPool: poolId,
      claim: ui.claim,
    };
    new CfnOutput(this, 'url', { value: site.url });
    new CfnOutput(this, 'bucket', { value: site.bucket.bucketName });
    new CfnOutput(this, 'settings', { value: this.toJsonString(settings) });
  }
}
