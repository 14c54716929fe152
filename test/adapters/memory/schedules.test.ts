import { leapingClock } from '../../../adapters/memory/clock.ts';
import { memorySchedules } from '../../../adapters/memory/schedules.ts';
import { schedulesSuite } from '../../suites/schedules.ts';

schedulesSuite('memory', async () => memorySchedules(leapingClock()));
