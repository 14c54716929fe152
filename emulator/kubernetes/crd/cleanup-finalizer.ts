/** On every definition, until all objects of its kind are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';
