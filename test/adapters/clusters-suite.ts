import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clusters } from '../../core/base/ports/clusters.ts';

export interface OpenClusters {
  /** Of an account and Region with the clusters `shop` (Kubernetes 1.36, EBS CSI add-on) and `warehouse`. */
  clusters: Clusters;
  principalArn: string;
  close?: () => Promise<void>;
}

const VIEW = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy';
const EDIT = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy';

/** What every implementation of Clusters promises. */
export function clustersSuite(name: string, open: () => Promise<OpenClusters>) {
  describe(`clusters: ${name}`, () => {
    let clusters: Clusters;
    let opened: OpenClusters;
    let me: string;
    beforeAll(async () => {
      opened = await open();
      clusters = opened.clusters;
      me = opened.principalArn;
    });
    afterAll(() => opened.close?.());

    it('describes a cluster', async () => {
      expect(await clusters.describe('shop')).toMatchObject({
        name: 'shop',
        status: 'ACTIVE',
        version: '1.36',
        authenticationMode: 'API_AND_CONFIG_MAP',
        endpoint: expect.stringMatching(/^https:/),
        certificateAuthority: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
        network: { publicEndpoint: true, publicCidrs: ['0.0.0.0/0'], vpcId: expect.stringMatching(/^vpc-/) },
        autoModeStorage: false,
      });
    });

    it('names the clusters that are there when one is not', async () => {
      await expect(clusters.describe('shopp')).rejects.toMatchObject({
        name: 'NotFound',
        message: expect.stringMatching(/no EKS cluster "shopp".*shop, warehouse/),
      });
    });

    it('enters a cluster once, and says so the second time', async () => {
      expect(await clusters.createAccessEntry('shop', me, { 'kubeferry:made-by': 'kubeferry' })).toBe(true);
      expect(await clusters.createAccessEntry('shop', me, {})).toBe(false);
    });

    it('gives and takes policies, of the whole cluster or of namespaces', async () => {
      await clusters.associate('shop', me, { policyArn: VIEW });
      await clusters.associate('shop', me, { policyArn: VIEW });
      await clusters.associate('shop', me, { policyArn: EDIT, namespaces: ['web', 'api'] });
      const associated = await clusters.listAssociated('shop', me);
      expect(associated).toHaveLength(2);
      expect(associated).toEqual(
        expect.arrayContaining([{ policyArn: VIEW }, { policyArn: EDIT, namespaces: ['web', 'api'] }]),
      );
      await clusters.disassociate('shop', me, EDIT);
      expect(await clusters.listAssociated('shop', me)).toEqual([{ policyArn: VIEW }]);
    });

    it('leaves a cluster, and does not mind to have left it', async () => {
      await clusters.deleteAccessEntry('shop', me);
      await clusters.deleteAccessEntry('shop', me);
      await clusters.disassociate('shop', me, VIEW);
      expect(await clusters.createAccessEntry('shop', me, {})).toBe(true);
      expect(await clusters.listAssociated('shop', me)).toEqual([]);
    });
  });
}
