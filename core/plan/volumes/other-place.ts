import type { Volume } from '../../base/ports/volume-storage.ts';

/** Types whose volumes may be attached to several instances at a time (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes-multi.html). */
const SHAREABLE = ['io1', 'io2'];

/** Whether the copy may be attached to several instances at a time, as its source may. */
export const mayShare = ({ multiAttach }: Volume, volumeType: string): boolean =>
  multiAttach === true && SHAREABLE.includes(volumeType);

/** What of where and how a volume can be attached a copy has not, each as a clause. */
export function otherPlace(volume: Volume, volumeType: string): string[] {
  const { multiAttach, outpost } = volume;
  return [
    ...(multiAttach && !mayShare(volume, volumeType)
      ? [`several instances can have it at a time (Multi-Attach), and only one a volume of type ${volumeType}`]
      : []),
    ...(outpost ? [`it is on Outpost ${outpost}, and its copy is made in a zone of the Region`] : []),
  ];
}
