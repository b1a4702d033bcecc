import { readFileSync } from 'fs';
import { join } from 'path';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'aws.md'), 'utf8');
const HOURS = 730;

/** A price on the page, by the words around it. */
function price(pattern: RegExp): number {
  return Number(pattern.exec(PAGE)![1]);
}

const LOAD_BALANCER = price(/load balancer, \$([\d.]+) an hour/);
const ENDPOINT = price(/endpoint, \$([\d.]+) an hour/);
const HOSTED_ZONE = price(/C x \$([\d.]+) {2}\(hosted zone\)/);

test('the monthly prices of the formula are the hourly ones', () => {
  expect(price(/P x \$([\d.]+)/)).toBeCloseTo(LOAD_BALANCER * HOURS, 1);
  expect(price(/L x Z x \$([\d.]+)/)).toBeCloseTo(ENDPOINT * HOURS, 1);
});

const rows = [...PAGE.matchAll(/^\| (\d+) \| (full mesh|hub and spoke, both directions) \| (\d+) \| \$(\d+) \| \$(\d+) \|$/gm)]
  .map(([, clusters, topology, ...numbers]) => ({ clusters: Number(clusters), topology, numbers: numbers.map(Number) }));

test('the table has 2, 5 and 10 clusters', () => {
  expect(new Set(rows.map(({ clusters }) => clusters))).toEqual(new Set([2, 5, 10]));
});

test.each(rows)('$clusters clusters, $topology: links and costs are what the formula gives', ({ clusters, topology, numbers }) => {
  const links = topology === 'full mesh' ? clusters * (clusters - 1) : 2 * (clusters - 1);
  const cost = (zones: number) => Math.round(clusters * LOAD_BALANCER * HOURS + links * zones * ENDPOINT * HOURS + clusters * HOSTED_ZONE);
  expect(numbers).toEqual([links, cost(2), cost(3)]);
});
