import { Command } from 'commander';
import { checkArguments } from './check-arguments.ts';
import { addAccess } from './commands/access.ts';
import { addApprove } from './commands/approve.ts';
import { addAzureMember } from './commands/azure-member.ts';
import { addBackups } from './commands/backups.ts';
import { addCaptures } from './commands/captures.ts';
import { addCheck } from './commands/check.ts';
import { addCompletion } from './commands/completion.ts';
import { addCosts } from './commands/costs.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrift } from './commands/drift.ts';
import { addEvidence, addVerifyEvidence } from './commands/evidence.ts';
import { addExplain } from './commands/explain.ts';
import { addHooks } from './commands/hooks.ts';
import { addInit } from './commands/init.ts';
import { addLink } from './commands/link.ts';
import { addLocal } from './commands/local.ts';
import { addLogs } from './commands/logs.ts';
import { addMembers } from './commands/members.ts';
import { addMover } from './commands/mover.ts';
import { addOpenApi } from './commands/openapi.ts';
import { addPresets } from './commands/presets.ts';
import { addRbac } from './commands/rbac.ts';
import { addRules } from './commands/rules.ts';
import { addRuns } from './commands/runs.ts';
import { addSchedules } from './commands/schedules.ts';
import { addSchema } from './commands/schema.ts';
import { addStartRun } from './commands/start-run.ts';
import { addTranslate } from './commands/translate.ts';
import { addUi } from './commands/ui.ts';
import { addWorkloads } from './commands/workloads.ts';
import { HELP } from './help.ts';

/** The whole command; nothing is run until it is parsed. */
export function createProgram(version: string): Command {
  const program = new Command('kubeferry')
    .option('--no-color', 'show no colours, as with NO_COLOR=1; may stand behind any command')
    .version(version, '-V, --version', 'Show the version.')
    .description('Clones and migrates Kubernetes workloads with their data between EKS clusters that share nothing.')
    .exitOverride()
    .configureHelp(HELP)
    .hook('preAction', (_, command) => checkArguments(command))
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help to see what it takes.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 bad input, 3 the plan has blockers, 4 a clone differs from its source, or evidence from what was signed.',
    );

  program.commandsGroup('On this machine:');
  addDemo(program);
  addLocal(program);
  addTranslate(program);
  addRules(program);
  addHooks(program);
  addPresets(program);
  addVerifyEvidence(program);
  program.commandsGroup('Before the first run:');
  addInit(program);
  addLink(program);
  addAzureMember(program);
  addDoctor(program);
  addMembers(program);
  addAccess(program);
  addRbac(program);
  addMover(program);
  program.commandsGroup('Along a route:');
  addUi(program);
  addWorkloads(program);
  addCosts(program);
  addStartRun(program);
  addExplain(program);
  addDrift(program);
  addRuns(program);
  addEvidence(program);
  addCheck(program);
  addBackups(program);
  addCaptures(program);
  addSchedules(program);
  addLogs(program);
  addApprove(program);
  program.commandsGroup('Others:');
  addOpenApi(program);
  addSchema(program);
  addCompletion(program);
  program.helpCommand('help [command]', 'Show the help of a command.');
  return program;
}
