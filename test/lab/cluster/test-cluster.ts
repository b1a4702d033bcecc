import { rmdirSync, rmSync } from 'fs';
import { PROGRAMS, programOf } from './programs';
import { SingleNodeCluster } from './single-node-cluster';
import { SANDBOX_IMAGE } from '../images/images';
import { LAB_DIRECTORY, labPath } from '../lab-directory';
import { labVpc } from '../vpc';

/**
 * A cluster of a test's own, which is in no example, and whose wire to the host is none of theirs.
 *
 * @param index one for each test file
 */
export function testCluster(name: string, index: number) {
  const network = { account: '111111111111', region: 'eu-west-1', vpc: { id: 'vpc-0', cidr: `10.9${index}.0.0/16` }, subnets: [] };
  const vpc = labVpc(name, network, 20 + index);
  const cluster = new SingleNodeCluster(vpc, { region: 'eu-west-1', zone: 'eu-west-1a', zoneId: 'euw1-az1', sandboxImage: SANDBOX_IMAGE });
  return { vpc, cluster, remove: async () => remove(name) };
}

/** With its logs, and with the lab's directory unless somebody else has something in it. */
async function remove(name: string): Promise<void> {
  await SingleNodeCluster.down(name);
  PROGRAMS.forEach(program => rmSync(programOf(name, program).logFile, { force: true }));
  for (const directory of [labPath('log'), labPath('run'), LAB_DIRECTORY]) {
    try {
      rmdirSync(directory);
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code!)) throw error;
    }
  }
}
