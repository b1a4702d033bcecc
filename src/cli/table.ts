import Table from 'cli-table3';
import { colorsOf, printLine, Terminal } from './terminal';

const NO_BORDERS = {
  'top': '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  'bottom': '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  'left': '',
  'left-mid': '',
  'mid': '',
  'mid-mid': '',
  'right': '',
  'right-mid': '',
  'middle': '  ',
};

/** Prints a table as kubectl does: a line a row, columns padded, no borders. */
export function printTable(terminal: Terminal, heads: readonly string[], rows: readonly string[][]): void {
  const { bold } = colorsOf(terminal.stdout, terminal.env);
  const table = new Table({ chars: NO_BORDERS, style: { 'head': [], 'border': [], 'padding-left': 0, 'padding-right': 0 } });
  table.push(heads.map(head => bold(head)), ...rows);
  printLine(terminal, table.toString().split('\n').map(line => line.trimEnd()).join('\n'));
}
