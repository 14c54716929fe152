import { en } from '../../texts/en.ts';

/** What the wizard of Cloudscape says. */
export const WIZARD_WORDS = {
  stepNumberLabel: en.newClone.step,
  collapsedStepsLabel: en.newClone.stepOf,
  cancelButton: en.newClone.cancel,
  previousButton: en.newClone.back,
  nextButton: en.newClone.next,
  navigationAriaLabel: en.newClone.steps,
  nextButtonLoadingAnnouncement: en.newClone.planning,
  submitButtonLoadingAnnouncement: en.newClone.planning,
};
