import { schedulesSuite } from '../suites/schedules.ts';
import { leapingClock } from './clock.ts';
import { memorySchedules } from './schedules.ts';

schedulesSuite('memory', async () => memorySchedules(leapingClock()));
