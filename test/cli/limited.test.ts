import fc from 'fast-check';
import { limited } from '../../src/cli/limited';

test('property: never more at a time than allowed, all of it, in order, also where some fail', async () => {
  const work = fc.record({ turns: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(work, { maxLength: 30 }), async (atATime, works) => {
    const limit = limited(atATime);
    const started: number[] = [];
    let [running, most] = [0, 0];
    const results = await Promise.allSettled(works.map(async ({ turns, fails }, index) => limit(async () => {
      started.push(index);
      most = Math.max(most, ++running);
      for (let turn = 0; turn < turns; turn++) {
        await Promise.resolve();
      }
      running--;
      if (fails) {
        throw new Error(String(index));
      }
      return index;
    })));
    expect(most).toBe(Math.min(atATime, works.length));
    expect(started).toEqual(works.map((_, index) => index));
    expect(results).toEqual(works.map(({ fails }, index) => (fails ? { status: 'rejected', reason: new Error(String(index)) } : { status: 'fulfilled', value: index })));
  }), { numRuns: 200 });
});

test('what comes later starts at once where there is room', async () => {
  const limit = limited(2);
  await limit(async () => undefined);
  const order: string[] = [];
  const slow = limit(async () => new Promise<void>(resolve => setTimeout(resolve, 20)).then(() => order.push('slow')));
  await limit(async () => order.push('quick'));
  await slow;
  expect(order).toEqual(['quick', 'slow']);
});
