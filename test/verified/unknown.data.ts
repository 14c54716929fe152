/** What nobody can know without an account, each with what stands in for it until then. */
export const UNKNOWN: readonly { what: string; instead: string }[] = [
  {
    what: 'Whether EC2, EBS and EKS take each call in the order and at the pace of a run, with their real delays and throttles.',
    instead:
      'The local cloud has the documented delays, limits and errors; nothing proves that the documents are complete.',
  },
  {
    what: 'What IAM decides: policies are judged by our own evaluation, and by what the service authorization reference says of actions, resources and keys.',
    instead:
      'Documented rules only; undocumented checks of a service, such as those that EKS makes in the name of its caller, show in an account first.',
  },
  {
    what: 'Error codes of EC2 and S3: their models name none, so that ours are compared with the documentation, by people.',
    instead: 'Codes stand in one file, `adapters/aws/errors.ts`, which names the pages.',
  },
  {
    what: 'Values and answers of what a machine calls by itself (Lambda, nested executions, SNS, EventBridge): here those calls are not on a wire.',
    instead:
      'The members of their arguments are judged, the machines are checked as ASL, and their rights in the templates.',
  },
  {
    what: 'Times and costs at the size of real volumes.',
    instead: 'The plan estimates both by published rates, and the report sets what a run has used beside it.',
  },
  {
    what: 'That a cluster which trusts the issuer of an account takes the tokens that AWS signs for a role of it ("federated").',
    instead: 'The local STS signs tokens with the documented claims.',
  },
  {
    what: 'That EKS lets the role make its access entry in the one group of hand-overs, and that a SelfSubjectAccessReview there answers by access policies and RBAC together.',
    instead:
      'Both are documented. The plan of a hand-over and its roll-back ask before anything is changed, and are refused where the answer is no; a real API server with a webhook for the access policies answers by both in the cluster tests.',
  },
  {
    what: 'That a real kubelet runs the Job of a run in a source: mounts the claim read-only on its node, brings a renewed Secret into a running pod, and that the published image has what the Job needs.',
    instead:
      'A real API server, scheduler and Job controller take the Job with the printed rights, and restic 0.18 itself plays its pod in the cluster tests; on the local cloud a stand-in writes what restic reads.',
  },
  {
    what: 'Of disks of Azure: that the endpoint behind an access takes and sends the MD5 of each range, keeps its tag from one access to the next, and lists what an access for writing has written.',
    instead:
      'Azure documents it for page blobs, AzCopy lists what it has written to a disk, and azurite and the local page blobs do so; a block without an MD5 is refused.',
  },
  {
    what: 'Of the hosted page: that CloudFront reads the bucket and sends the headers, and that API Gateway writes those of CORS into its refusals as well.',
    instead:
      'The template is tested, and the page is played in a browser under the headers that it has; the local API writes them into every answer.',
  },
  {
    what: 'Of the hosted page: whether an identity pool looks for a group in a list by “Contains” as a whole word, takes the ARN of the provider as the name of its rules, and refuses whoever is in no group by the name that we expect.',
    instead:
      'Names of groups may not be parts of each other, the stand-in takes whole words, and both names of the refusal are understood. Sign in once with each group, and once with none, before others do.',
  },
  {
    what: 'That Entra ID takes the tokens of an account of AWS for the role that a federated credential names, in RS256 and by its issuer; and that the API server of AKS takes the token of Entra ID that a run gets for it.',
    instead:
      'The stand-in of Entra ID takes a token that the local STS has signed for one role and one audience, and refuses any other with the documented code.',
  },
  {
    what: 'That Azure answers the same address to who asks again for access to a disk or snapshot while one is valid, gives no access for writing twice, and takes an upload into a disk of each SKU and zone.',
    instead:
      'The stand-in of Resource Manager behaves as documented, and refuses where the documents say nothing. A function that finds its access ended asks for another one; the roll-back removes a disk in whichever state it is.',
  },
  {
    what: 'What Azure throttles, how long its operations take, and how fast pages of a managed disk are read and written.',
    instead:
      'Retry-After is kept to, operations are asked for until they end, and the pace of a run is that of the EBS direct APIs; the plan has no prices of Azure.',
  },
  {
    what: 'That Resource Manager deploys the template of an end: custom roles in the groups of a cluster and of its disks, and how long it takes until every service knows their assignments.',
    instead:
      'Its resources are those of the published models, the local Azure deploys it and lets nobody do more, and doctor asks for each action. `npm run test:account -- --azure` deploys it, and waits for its assignments.',
  },
  {
    what: 'Which of the statuses of a long operation Azure answers (200, 201, 202 or 204): clients that are generated take all of them.',
    instead:
      'An answer with an address of its operation is followed to its end, and one without is the result. The local Azure answers as the documented examples do.',
  },
  {
    what: 'That a VPC reaches a private API server of AKS by VPN or ExpressRoute, resolves its name there, and that its certificate has the public name as well.',
    instead:
      'A connector is called with the name that the route has, and trusts the authority that AKS names alone; its sentence says what to look at.',
  },
  {
    what: 'What the command of Azure answers to `npm run test:account -- --azure`, from `az aks create` to the removal of roles.',
    instead:
      'Its commands are played against answers in the documented form, its clone into AKS on the local Azure, and what cannot be removed is named.',
  },
  {
    what: 'Which fields Azure says of a cluster of AKS that somebody made by its portal, and that pods of a workload find on the machines of the tables what they found on those of the other cloud.',
    instead:
      'What is read has the form of the published models, and a field that is not known is named in the plan, as is each type of machine with the numbers of both; the local EKS and Azure make what is planned, and describe it as it was planned.',
  },
];
