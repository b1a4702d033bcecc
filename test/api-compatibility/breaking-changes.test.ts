import { brokenName } from '../../scripts/api-compatibility/breaking-changes';
import { errorMessage } from '../mesh/error-message';

// As jsii-diff prints them.
test.each([
  ['err  - CLASS house.Door: has been removed [removed:house.Door]', 'Door'],
  ['err  - METHOD house.Door.open: has been removed [removed:house.Door.open]', 'Door.open'],
  ['err  - INITIALIZER house.Door.<initializer>: argument x, newly required argument. [new-argument:house.Door.<initializer>]', 'Door'],
  ['err  - ENUM VALUE house.Colour.BLUE: member BLUE has been removed [removed:house.Colour.BLUE]', 'Colour.BLUE'],
  ['err  - IFACE house.DoorProps: newly required property \'colour\' used to be optional: input to house.Door.<initializer> [strengthened:house.DoorProps]', 'DoorProps'],
])('%s', (line, name) => {
  expect(brokenName(line, 'house')).toBe(name);
});

test('a line that does not say what breaks is an error, not nothing', () => {
  expect(errorMessage(() => brokenName('err  - something is wrong', 'house'))).toBe('jsii-diff does not say what breaks: err  - something is wrong');
});
