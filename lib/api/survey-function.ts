import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { SURVEY_FUNCTION } from '../functions/functions.data.ts';
import type { MemberRoles } from '../functions/member-roles.ts';
import { routesFile } from '../functions/routes-file.ts';
import { type StepCode, StepFunction } from '../functions/step-function.ts';
import type { RunRecords } from '../run-records.ts';

export interface SurveyFunctionProps {
  routes: readonly Route[];
  records: RunRecords;
  memberRoles: MemberRoles;
  code: StepCode;
}

/** The function that tells what the source of a route has: it enters the source to read, and keeps what it has found. */
export class SurveyFunction extends Construct {
  readonly fn: StepFunction;

  constructor(scope: Construct, id: string, { routes, records, memberRoles, code }: SurveyFunctionProps) {
    super(scope, id);
    this.fn = new StepFunction(this, SURVEY_FUNCTION.step, {
      row: SURVEY_FUNCTION,
      code,
      beside: () => routesFile(routes),
      environment: { KUBEFERRY_BUCKET: records.bucket.bucketName },
    });
    records.grantReadWrite(this.fn.role, [...(SURVEY_FUNCTION.shares ?? [])]);
    memberRoles.grant(this.fn.role, SURVEY_FUNCTION);
  }
}
