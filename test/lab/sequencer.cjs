// Not TypeScript, because jest loads it as it is.
const { readFileSync } = require('fs');
const Sequencer = require('@jest/test-sequencer').default;

/** Files that need no lab first, while there is none, then those of one plan after the other: a lab takes a minute to come up. */
module.exports = class LabSequencer extends Sequencer {
  sort(tests) {
    const key = ({ path }) => `${planOf(path)} ${path}`;
    return [...tests].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  }
};

/** As the file names it: `useLab(TWO_CLUSTERS)`, or what builds on that. Empty for none, so that it sorts first. */
function planOf(path) {
  return /use(?:Lab|Callers)\((\w+)\)/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
}
