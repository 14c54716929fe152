import { Help, type Option } from 'commander';

const own = new Help();

/** A list that is empty until somebody adds to it has no default worth a word. */
export const HELP = {
  optionDescription: (option: Option) => own.optionDescription(option).replace(/ \(default: \[\]\)$/, ''),
};
