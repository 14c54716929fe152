import { expect, it } from 'vitest';
import { targetTags } from '../../../../core/plan/volumes/target-tags.ts';

it('names the cluster as the cluster-scoped policy of the EBS CSI driver demands it', () => {
  expect(targetTags('run-1', 'shop/data', 'shop-test/data', 'ebs.csi.aws.com', 'dev')).toMatchObject({
    'ebs.csi.aws.com/cluster': 'true',
    'ebs.csi.aws.com/cluster-name': 'dev',
    'kubernetes.io/created-for/pvc/namespace': 'shop-test',
  });
});

it('has the tag of Auto Mode for its driver, and not those of the other', () => {
  const tags = targetTags('run-1', 'shop/data', 'shop/data', 'ebs.csi.eks.amazonaws.com', 'dev');
  expect(tags).toMatchObject({ 'eks:eks-cluster-name': 'dev' });
  expect(Object.keys(tags).filter((key) => key.startsWith('ebs.csi.aws.com/'))).toEqual([]);
});

it('has the tag of no other cluster, by which a driver would be refused the volume', () => {
  const tags = targetTags('run-1', 'shop/data', 'shop/data', 'ebs.csi.aws.com', 'dev');
  const clusters = Object.keys(tags).filter((key) => key.startsWith('kubernetes.io/cluster/'));
  expect(clusters).toEqual(['kubernetes.io/cluster/dev']);
});
