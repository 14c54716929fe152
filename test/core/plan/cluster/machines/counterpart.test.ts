import { describe, expect, it } from 'vitest';
import { counterpartOf, machineOf, sizeText } from '../../../../../core/plan/cluster/machines/counterpart.ts';

const typeFor = (cloud: 'aws' | 'azure', type: string) => counterpartOf(cloud, type)?.type;

/** What people who know both clouds take for each other; numbers of each are on the pages of the clouds. */
describe('a type of machine in the other cloud', () => {
  it.each([
    // The same vCPUs and memory, of the same maker.
    ['Standard_D4s_v5', 'm6i.xlarge'],
    ['Standard_D8as_v5', 'm6a.2xlarge'],
    ['Standard_E16s_v5', 'r6i.4xlarge'],
    ['Standard_F8s_v2', 'c6i.2xlarge'],
    ['Standard_D2ps_v5', 'm7g.large'],
    ['Standard_E4ps_v6', 'r7g.xlarge'],
    ['Standard_D4ds_v5', 'm6id.xlarge'],
    // What AKS took for nodes when nobody said what: no machine of EC2 has 7 GiB.
    ['Standard_DS2_v2', 'm6i.large'],
    // Between the sizes of EC2.
    ['Standard_E20s_v5', 'r6i.8xlarge'],
    ['Standard_L16s_v3', 'i4i.4xlarge'],
    ['Standard_B2ms', 't3.large'],
    ['Standard_B2pls_v2', 't4g.medium'],
    // No machine that bursts is as large.
    ['Standard_B16ms', 'm6i.4xlarge'],
    ['Standard_NC4as_T4_v3', 'g4dn.xlarge'],
    ['Standard_NC64as_T4_v3', 'g4dn.12xlarge'],
    ['Standard_ND96amsr_A100_v4', 'p4de.24xlarge'],
    // Whatever the letter case in which somebody wrote it.
    ['standard_d4s_v5', 'm6i.xlarge'],
  ])('of Azure: %s becomes %s', (type, expected) => expect(typeFor('azure', type)).toBe(expected));

  it.each([
    ['m6i.xlarge', 'Standard_D4s_v5'],
    ['m5.large', 'Standard_D2s_v5'],
    ['m6a.2xlarge', 'Standard_D8as_v5'],
    ['r5.4xlarge', 'Standard_E16s_v5'],
    ['c5.xlarge', 'Standard_F4s_v2'],
    ['c5.9xlarge', 'Standard_F48s_v2'],
    ['m7g.large', 'Standard_D2ps_v5'],
    ['m6id.xlarge', 'Standard_D4ds_v5'],
    ['t3.medium', 'Standard_B2ls_v2'],
    ['t3.small', 'Standard_B2ls_v2'],
    ['t4g.xlarge', 'Standard_B4ps_v2'],
    ['i4i.2xlarge', 'Standard_L8s_v3'],
    ['g4dn.xlarge', 'Standard_NC4as_T4_v3'],
    ['p5.48xlarge', 'Standard_ND96isr_H100_v5'],
  ])('of AWS: %s becomes %s', (type, expected) => expect(typeFor('aws', type)).toBe(expected));

  it.each(['x9.huge', 'm6a.48xlarge', 'm5.metal'])(
    'is none for %s, which the tables do not have or nothing equals',
    (type) => expect(typeFor('aws', type)).toBeUndefined(),
  );

  it('is told by its numbers', () => {
    expect(sizeText(machineOf('azure', 'Standard_NC4as_T4_v3')!)).toBe('4 vCPUs, 28 GiB, T4 x1');
    expect(sizeText(machineOf('aws', 'r6i.8xlarge')!)).toBe('32 vCPUs, 256 GiB');
    expect(machineOf('aws', 'm7g.large')?.arch).toBe('arm64');
  });
});
