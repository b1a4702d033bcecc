/** Whether one range of IPv4 addresses, for instance `10.0.0.0/8`, holds all of another. */
export function covers(range: string, other: string): boolean {
  const [base, length] = parse(range);
  const [start, otherLength] = parse(other);
  return length <= otherLength && truncated(start, length) === truncated(base, length);
}

/** What is in both of two lists of ranges. */
export function intersection(ranges: readonly string[], others: readonly string[]): string[] {
  return unique(ranges.flatMap(range => others.flatMap(other => covers(range, other) ? [other] : covers(other, range) ? [range] : [])));
}

/** Each once, in one order, and none that another one holds. */
export function unique(ranges: readonly string[]): string[] {
  const all = [...new Set(ranges)].sort();
  return all.filter(range => !all.some(other => other !== range && covers(other, range)));
}

/**
 * The nth address from the end of a range, without its last, which is the broadcast address.
 *
 * @param index from 0
 */
export function addressFromEnd(range: string, index: number): string {
  const [base, length] = parse(range);
  const last = truncated(base, length) + 2 ** (32 - length) - 1;
  const address = last - 1 - index;
  return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** An address alone is a range of one. */
function parse(range: string): [number, number] {
  const [address, length = '32'] = range.split('/');
  return [address!.split('.').reduce((sum, part) => sum * 256 + Number(part), 0), Number(length)];
}

function truncated(address: number, length: number): number {
  return Math.floor(address / 2 ** (32 - length)) * 2 ** (32 - length);
}
