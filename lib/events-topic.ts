import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** What people subscribe to it by. */
export const EVENTS_TOPIC = 'kubeferry-events';

/** What people subscribe to: the alarms, and what happens to clones. */
export class EventsTopic extends Topic {
  constructor(scope: Construct, id: string, { account }: { account: string }) {
    super(scope, id, { topicName: EVENTS_TOPIC, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  }
}
