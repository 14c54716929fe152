import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { ApiError } from '../errors/status.ts';
import { convertAutoscaler } from '../kinds/autoscaler-conversion.ts';
import { convertEvent } from '../kinds/event-conversion.ts';
import type { ClusterState } from '../store/cluster-state.ts';

/** An object of a served version as its storage keeps it. */
export function toStored(object: KubeObject, type: ResourceType, state: ClusterState): KubeObject {
  return convert(object, state.registry.ofStorage(type.storage));
}

/** A stored object as the version of `type` shows it. */
export function toServed(object: KubeObject, type: ResourceType): KubeObject {
  return convert(object, type);
}

function convert(object: KubeObject, to: ResourceType): KubeObject {
  if (object.apiVersion === to.apiVersion) return object;
  const target = { ...object, apiVersion: to.apiVersion };
  if (to.storage === '/events') return convertEvent(target, to.group);
  if (to.storage === 'autoscaling/horizontalpodautoscalers') return convertAutoscaler(target, to.version);
  if (to.custom?.webhookConversion) throw webhookRefused(object, to);
  // Custom resources: conversion strategy None changes only the apiVersion.
  return target;
}

function webhookRefused(object: KubeObject, to: ResourceType): ApiError {
  const head = `conversion webhook for ${object.apiVersion}, Kind=${object.kind} failed`;
  const why = `the in-process API server calls no webhooks, so it cannot convert to ${to.apiVersion}`;
  return new ApiError(500, 'InternalError', `${head}: ${why}; use the storage version`);
}
