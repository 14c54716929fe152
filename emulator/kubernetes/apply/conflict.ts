import { ApiError, type StatusCause } from '../errors/status.ts';
import { type FieldSet, pathsOf } from './field-set.ts';
import type { Manager } from './managers.ts';

/** 409 with one cause a field, in the words of apimachinery `managedfields/internal/conflict.go`. */
export function conflictError(conflicts: { manager: Manager; fields: FieldSet }[]): ApiError {
  const causes: StatusCause[] = conflicts.flatMap(({ manager, fields }) =>
    pathsOf(fields).map((field) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${managerText(manager)}`,
      field,
    })),
  );
  const [only] = causes;
  const message =
    causes.length === 1
      ? `Apply failed with 1 conflict: ${only!.message}: ${only!.field}`
      : `Apply failed with ${causes.length} conflicts: ${groupedText(conflicts)}`;
  return new ApiError(409, 'Conflict', message, { causes });
}

function groupedText(conflicts: { manager: Manager; fields: FieldSet }[]): string {
  const groups = conflicts.map(({ manager, fields }) =>
    [`conflicts with ${managerText(manager)}:`, ...pathsOf(fields).map((path) => `- ${path}`)].join('\n'),
  );
  return groups.sort().join('\n');
}

function managerText({ manager, operation, apiVersion, time, subresource }: Manager): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '');
  if (operation === 'Apply') return name;
  return `${name} using ${apiVersion}${time ? ` at ${time}` : ''}`;
}
