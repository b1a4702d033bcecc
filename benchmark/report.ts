import Table from 'cli-table3';
import { SizeResult } from './size-result';
import { Target } from './targets';

/** What the table says of each size, a row each. */
const ROWS: { readonly title: string; readonly value: (result: SizeResult) => string }[] = [
  { title: 'links', value: ({ links }) => String(links) },
  { title: 'stacks', value: ({ stacks }) => seconds(stacks.milliseconds) },
  { title: '  hand-written', value: ({ stacks }) => seconds(stacks.baselineMilliseconds) },
  { title: '  ratio', value: ({ stacks }) => stacks.ratio.toFixed(2) },
  { title: '  time per link', value: ({ stacks }) => `${stacks.millisecondsPerLink.toFixed(2)} ms` },
  { title: '  templates', value: ({ stacks }) => megabytes(stacks.bytes) },
  { title: 'bundles', value: ({ bundles }) => seconds(bundles.milliseconds) },
  { title: '  yaml alone', value: ({ bundles }) => seconds(bundles.baselineMilliseconds) },
  { title: '  ratio', value: ({ bundles }) => bundles.ratio.toFixed(2) },
  { title: '  time per link', value: ({ bundles }) => `${bundles.millisecondsPerLink.toFixed(2)} ms` },
  { title: '  files', value: ({ bundles }) => megabytes(bundles.bytes) },
  { title: 'peak memory', value: ({ peakMemoryBytes }) => megabytes(peakMemoryBytes) },
];

/** The results for a person. */
export function report(results: SizeResult[], targets: Target[]): string {
  const table = new Table({
    head: ['', ...results.map(({ clusters }) => `${clusters} clusters`)],
    colAligns: ['left', ...results.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const { title, value } of ROWS) {
    table.push([title, ...results.map(value)]);
  }
  return [
    table.toString(),
    'Times are medians of runs in turns with the baseline, in one process. Peak memory is the high-water',
    'mark of the resident set (getrusage) of a process of its own, which writes stacks and bundles once.',
    '1 MB is 1 000 000 bytes.',
    '',
    ...targets.map(verdict),
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${(bytes / 1e6).toFixed(2)} MB` : `${(bytes / 1e6).toFixed(0)} MB`;
}

function verdict({ name, limit, measured, met }: Target): string {
  if (measured === undefined) {
    return `not measured  ${name} (at most ${amount(limit)}): leave --sizes out`;
  }
  return `${met ? 'met   ' : 'missed'}  ${name}: ${amount(measured)} (at most ${amount(limit)})`;
}

function amount(value: number): string {
  return value > 1e6 ? megabytes(value) : value.toFixed(2);
}
