import Table from 'cli-table3';

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

/** A table as kubectl prints one: a line a row, columns padded, no borders. */
export function tableText(head: string[], rows: string[][]): string {
  const table = new Table({ chars: NO_BORDERS, style: { 'head': [], 'border': [], 'padding-left': 0, 'padding-right': 0 } });
  table.push(head, ...rows);
  return table.toString().split('\n').map(line => line.trimEnd()).join('\n');
}
