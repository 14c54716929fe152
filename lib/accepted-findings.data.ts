/** Findings of cdk-nag's AwsSolutions rules that stay, each with its reason. `test/lib` fails on a row that nothing needs. */
export interface AcceptedFinding {
  finding: RegExp;
  /** Construct paths it is accepted on. */
  on: RegExp;
  reason: string;
}

export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:cloudformation:.*:stack\/kubeferry-routes-\*\/\*\]$/,
    on: /^kubeferry-hub\/(ApiFunction|ExamineFunction)\//,
    reason:
      'The outputs of the stacks of routes say with which version of the hub they were deployed; the id behind the name of a stack is not known to the hub, which is deployed before them, and they are described only.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:s3:::[a-z0-9.-]+\/.*\*\]$/,
    on: /^kubeferry-source-[^/]+\/(Role|Repositories\d*)\//,
    reason:
      'The files of a repository of backups have names that its tool makes; bucket and folder are named by the route, and they are read only.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    on: /^kubeferry-(hub|routes-[^/]+)\/(Functions|Machines|ApiFunction|ExamineFunction|SurveyFunction)\//,
    reason:
      'X-Ray takes traces on every resource only, and so do the log delivery of Step Functions, its answers to tasks that wait for a token, which is the key itself, and ListSchedules of EventBridge Scheduler (service authorization reference).',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:iam::\d+:role\/\*\]$/,
    on: /^kubeferry-target-[^/]+\/(Role|Driver\d*)\//,
    reason:
      'Which role the EBS driver of a cluster has stands in the cluster; IAM is only asked whether it may attach volumes.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    on: /^kubeferry-(source|target)-[^/]+\/Connector-/,
    reason:
      'Lambda wants the rights on network interfaces on every resource (Lambda developer guide, VPC); the code of the function is denied them.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    on: /^kubeferry-(source|target)-/,
    reason:
      'Describe calls of EC2, ListClusters of EKS, ListRoles of IAM, GetWebIdentityToken of STS, GetServiceQuota and GetAWSDefaultServiceQuota know no resource (service authorization reference); they read only.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::<Records.*\.Arn>\/(clones|exports\/\w+|locks|access|schedules|expiries|targets|plans|digests|surveys|shares|lineages|pace|captures|costs|moved)\/\*\]$/,
    on: /^kubeferry-hub\//,
    reason:
      'Records are under the id of a run, locks, accesses, shares, captures and the clones of namespaces under a place, reservations of schedules and ends of clones under a time, plans under their hash, looks at a source under its route, what functions take of an account under that, what is kept for the next clone under its claim, what a run has cost under its route, what a Job of a run has copied under both: none is known when the app is deployed. The key of digests is alone in its folder.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:cloudformation:.*:stack\/kubeferry-routes-\*\/\*\]$/,
    on: /^kubeferry-hub\/(ApiFunction|ExamineFunction)\//,
    reason:
      'CloudFormation makes the id at the end of the ARN of a stack, and stacks of routes are deployed after the hub; their outputs are read only.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:scheduler:.*:schedule\/kubeferry-[a-z0-9-]+\/\*\]$/,
    on: /^kubeferry-hub\/ApiFunction\//,
    reason: 'The API makes schedules under names that its callers choose; the group of the route is named.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::<Records.*\.Arn>\/clones\/\*\/((asked|clone|closed|cluster|evidence|plan|report|rounds|size|superseded|verified|(approval|former|kept)\/[\w-]+)\.json|report\.html|volumes\.jsonl|(checks|ledger|left|progress|volumes)\/\*|(plan|report)\/(facets\.json|objects\/\*))\]$/,
    on: /^kubeferry-hub\/(ApiFunction|ExamineFunction)\//,
    reason:
      'The API answers for every run, and the id of a run is not known when the app is deployed; the record is named, or the folder that tells how far volumes are, what becomes of each object, or what a roll-back would remove.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::(<Functions.*\.Arn>|<Machines.*>|arn:.*:(stateMachine|function):kubeferry-[a-z0-9-]+):\*\]$/,
    on: /^kubeferry-(hub|routes-[^/]+)\/Machines\//,
    reason:
      'A run under way goes on calling the versions that it began with, so a machine may call all versions of its functions and children.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:kubeferry-[a-z0-9-]+[:/]\*\]$/,
    on: /^kubeferry-(hub|routes-[^/]+)\/(Machines|ApiFunction|Functions\/start-clone)\//,
    reason: 'The names of executions are made when they start; the machine that they belong to is named.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:.*:(ec2:.*:((snapshot|volume|instance|network-interface|image)\/(snap-)?)?\*)\]$/,
    on: /^kubeferry-(source|target)-/,
    reason:
      'Ids of volumes and snapshots are not known beforehand; what changes or deletes one asks for the tag of kubeferry.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:kms:.*:key\/\*\]$/,
    on: /^kubeferry-(source|target)-/,
    reason:
      'Any key of the source may have encrypted a volume; it is used through EBS only, and its own policy has the last word.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:cloudformation:.*:stack\/kubeferry-.*\/\*\]$/,
    on: /^kubeferry-(source|target)-/,
    reason: 'CloudFormation ends the ARN of a stack with an id that it makes; the stack is named.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:access-entry\/.*\/\*\]$/,
    on: /^kubeferry-(source|target)-/,
    reason: 'EKS ends the ARN of an access entry with an id that it makes; cluster and role are named.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:.*:eks:.*:(nodegroup|fargateprofile|addon|podidentityassociation)\/.*\/\*\]$/,
    on: /^kubeferry-(source|target)-/,
    reason: 'EKS ends the ARN of a part of a cluster with an id that it makes; the cluster is named.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:oidc-provider\/oidc\.eks\..*\/id\/\*\]$/,
    on: /^kubeferry-(source|target)-/,
    reason:
      'EKS chooses the issuer of a cluster when it makes it; what deletes a provider asks for the tag of kubeferry.',
  },
  {
    finding: /^AwsSolutions-SF1$/,
    on: /^kubeferry-(hub|routes-[^/]+)\/Machines\//,
    reason:
      'Every event is in the history of the execution for 90 days; the log holds errors only, so that no data of a workload lands in it.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:.*:(states:.*:(stateMachine|execution):kubeferry-\*(:\*)?|scheduler:.*:schedule\/kubeferry-\*\/\*|role\/kubeferry-schedule-\*)\]$/,
    on: /^kubeferry-hub\/(ApiFunction|Functions\/start-clone)\//,
    reason:
      'Routes in stacks of their own are more than a policy has room for: what is no route is denied by its name, and callers are held to their routes by IAM on the path.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::<Links.*\.Arn>\/members\/\*\.template\.json\]$/,
    on: /^kubeferry-hub\/ExamineFunction\//,
    reason:
      'The members of many routes are more than a policy has room for; the folder has nothing but their templates.',
  },
  {
    finding: /^AwsSolutions-SQS3$/,
    on: /^kubeferry-hub\/Schedules\/Undelivered\//,
    reason: 'It is the dead-letter queue itself, of EventBridge Scheduler, which is no queue that could name it.',
  },
  {
    finding: /^AwsSolutions-S1$/,
    on: /^kubeferry-hub\/Records\/Bucket\//,
    reason:
      'Only the roles of this stack reach the bucket, and CloudTrail data events say who read what, with the caller; a second bucket of access logs would add nothing.',
  },
  {
    finding: /^AwsSolutions-S1$/,
    on: /^kubeferry-hub\/Links\/Bucket\//,
    reason: 'It holds templates of members for a week, which tell nothing that the stacks made of them do not.',
  },
  {
    finding: /^AwsSolutions-S1$/,
    on: /^kubeferry-ui\/Site\/Bucket\//,
    reason: 'It holds the files of the page, which are public; every call that counts is in the access log of the API.',
  },
  {
    finding: /^AwsSolutions-CFR[123]$/,
    on: /^kubeferry-ui\/Site\/Distribution\//,
    reason:
      'It serves static files to whoever asks: there is nothing to attack behind it, and who calls the API is in the log of the API. Countries and a firewall are a decision of whoever deploys.',
  },
  {
    finding: /^AwsSolutions-CFR4$/,
    on: /^kubeferry-ui\/Site\/Distribution\//,
    reason:
      'Under the name that CloudFront gives, it chooses the protocols itself; a name with a certificate takes TLS 1.2 of 2021 or later.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:(execute-api|cloudformation):.*\*.*\]$/,
    on: /^kubeferry-ui\/People\//,
    reason:
      'What the role may do along a route, run by run: ids of runs and schedules are made later, and the route is named.',
  },
];
