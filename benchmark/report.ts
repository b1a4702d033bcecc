import Table from 'cli-table3';
import { ComparisonResult, SizeResult } from './size-result';
import { Target } from './targets';

/** The results for a person. */
export function report(results: SizeResult[], targets: Target[]): string {
  const table = new Table({
    head: [
      'clusters', 'links',
      'stacks\nours', '\nhand-written', '\nratio', '\nms/link', '\nbytes',
      'bundles\nours', '\nyaml alone', '\nratio', '\nms/link', '\nbytes',
      'peak\nmemory',
    ],
    colAligns: Array.from({ length: 13 }, () => 'right'),
    style: { head: [], border: [], compact: true },
  });
  for (const { clusters, links, stacks, bundles, peakMemoryBytes } of results) {
    table.push([clusters, links, ...cells(stacks), ...cells(bundles), megabytes(peakMemoryBytes)]);
  }
  return [
    table.toString(),
    'Times are medians; both sides run in turns in one process. Peak memory is the high-water mark of the resident set (getrusage) of another',
    'process, which writes stacks and bundles once and nothing else. 1 MB is 1 000 000 bytes.',
    '',
    ...targets.map(verdict),
  ].join('\n');
}

function cells({ milliseconds, baselineMilliseconds, ratio, millisecondsPerLink, bytes }: ComparisonResult): string[] {
  return [seconds(milliseconds), seconds(baselineMilliseconds), ratio.toFixed(2), millisecondsPerLink.toFixed(2), megabytes(bytes)];
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${(bytes / 1e6).toFixed(2)} MB` : `${(bytes / 1e6).toFixed(0)} MB`;
}

function verdict({ name, limit, measured, met }: Target): string {
  if (measured === undefined) {
    return `not measured  ${name}: at most ${amount(limit)}; leave --sizes out`;
  }
  return `${met ? 'met   ' : 'missed'}  ${name}: ${amount(measured)}, at most ${amount(limit)}`;
}

function amount(value: number): string {
  return value > 1e6 ? megabytes(value) : value.toFixed(2);
}
