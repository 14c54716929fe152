import { resourceType } from '../template/resource.ts';

export const schedule = resourceType({
  type: 'AWS::Scheduler::Schedule',
  uses: [
    'Name',
    'GroupName',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'State',
    'FlexibleTimeWindow',
    'Target',
    'Description',
  ],
  make(resource, { scheduler }) {
    const Name = resource.properties.Name ?? resource.generatedName;
    const { arn } = scheduler.createSchedule(resource, { ...resource.properties, Name });
    return { ref: Name, attributes: { Arn: arn } };
  },
});

export const scheduleGroup = resourceType({
  type: 'AWS::Scheduler::ScheduleGroup',
  uses: ['Name'],
  keeps: ['Tags'],
  make(resource, { scheduler }) {
    const name = resource.properties.Name ?? resource.generatedName;
    return { ref: name, attributes: { Arn: scheduler.createGroup(resource, name) } };
  },
});
