import { addressFromEnd, covers, intersection, unique } from '../lab/private-link/address-ranges';

test.each([
  ['10.0.0.0/8', '10.255.255.255', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['10.20.0.0/16', '10.20.128.0/17', true],
  ['10.20.128.0/17', '10.20.0.0/16', false],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['192.168.1.1', '192.168.1.1/32', true],
  ['200.0.0.0/7', '201.1.1.1', true],
])('%s covers %s: %s', (range, other, expected) => {
  expect(covers(range, other)).toBe(expected);
});

test('what is in both is the smaller of two ranges', () => {
  expect(intersection(['10.0.0.0/8', '192.168.0.0/16'], ['10.1.0.0/16', '192.0.0.0/8', '172.16.0.0/12'])).toEqual(['10.1.0.0/16', '192.168.0.0/16']);
  expect(unique(['10.1.0.0/16', '10.0.0.0/8', '10.0.0.0/8'])).toEqual(['10.0.0.0/8']);
});

test('addresses come from the end of a subnet', () => {
  expect([0, 1].map(index => addressFromEnd('10.20.1.0/24', index))).toEqual(['10.20.1.254', '10.20.1.253']);
  expect(addressFromEnd('10.20.0.0/20', 300)).toBe('10.20.14.210');
});
