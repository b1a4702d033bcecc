import { Chart, Testing } from 'cdk8s';
import { Lab } from '../lab';

/** Applies objects to a cluster beside those of its bundle, by hand as it were, does something, and deletes them again. */
export async function withObjects<T>(lab: Lab, cluster: string, declare: (chart: Chart) => void, use: () => Promise<T>): Promise<T> {
  const chart = Testing.chart();
  declare(chart);
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: Testing.synth(chart) as unknown[] });
  try {
    await lab.cluster(cluster).kubectl(['apply', '--filename', '-'], list);
    return await use();
  } finally {
    await lab.cluster(cluster).kubectl(['delete', '--ignore-not-found', '--filename', '-'], list);
  }
}
