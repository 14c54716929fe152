import { Duration, Stack } from 'aws-cdk-lib';
import { CfnIdentityPool, CfnIdentityPoolRoleAttachment } from 'aws-cdk-lib/aws-cognito';
import { CfnOIDCProvider, PolicyDocument, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Group } from '../../core/base/access/groups.ts';
import { policyOf } from '../../core/base/access/policy.ts';
import type { HostedUi } from '../../core/base/request/hosted-ui.ts';

export interface PeopleProps {
  ui: HostedUi;
  /** Id of the hub's API. */
  api: string;
}

/** A user pool of Cognito, which needs no provider in IAM: its address names it. */
const USER_POOL = /^https:\/\/(cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/[\w-]+)$/;

/**
 * Who signs in at the issuer gets keys for an hour: of the role of the first group that they are in, and of none where they are
 * in none. A role has what `kubeferry access` prints, and is taken through this pool alone
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html).
 */
export class People extends Construct {
  readonly poolId: string;

  constructor(scope: Construct, id: string, { ui, api }: PeopleProps) {
    super(scope, id);
    const userPool = USER_POOL.exec(ui.issuer)?.[1];
    const provider = userPool ? `${userPool}:${ui.clientId}` : this.providerOf(ui).attrArn;
    const pool = new CfnIdentityPool(this, 'Pool', {
      identityPoolName: 'kubeferry',
      allowUnauthenticatedIdentities: false,
      // Whoever has a token could choose the role of a session themselves.
      allowClassicFlow: false,
      ...(userPool
        ? {
            cognitoIdentityProviders: [{ providerName: userPool, clientId: ui.clientId, serverSideTokenCheck: true }],
          }
        : { openIdConnectProviderArns: [provider] }),
    });
    this.poolId = pool.ref;
    const rules = Object.entries(ui.groups).map(([value, rights]) => ({
      claim: ui.claim,
      matchType: ui.match === 'equals' ? 'Equals' : 'Contains',
      value,
      roleArn: this.roleOf(value, rights, api).roleArn,
    }));
    new CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: pool.ref,
      roleMappings: {
        issuer: {
          type: 'Rules',
          // No role for whoever is in no group.
          ambiguousRoleResolution: 'Deny',
          identityProvider: provider,
          rulesConfiguration: { rules },
        },
      },
    });
  }

  private providerOf({ issuer, clientId }: HostedUi): CfnOIDCProvider {
    return new CfnOIDCProvider(this, 'Issuer', { url: issuer, clientIdList: [clientId] });
  }

  private roleOf(value: string, rights: Partial<Record<Group, string[]>>, api: string): Role {
    const { account, region } = Stack.of(this);
    return new Role(this, `Role-${value}`, {
      description: `kubeferry: people of the group ${value.replaceAll(/[^\w+=,.@ -]/g, '-')}`,
      assumedBy: new WebIdentityPrincipal('cognito-identity.amazonaws.com', {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': this.poolId },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
      maxSessionDuration: Duration.hours(1),
      inlinePolicies: Object.fromEntries(
        Object.entries(rights).map(([group, routes]) => [
          group,
          PolicyDocument.fromJson(policyOf(group as Group, routes, { account, region, api })),
        ]),
      ),
    });
  }
}
