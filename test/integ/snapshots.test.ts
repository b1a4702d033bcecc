import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { IntegManifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { Construct } from 'constructs';
import * as aws from '../../src/aws';

const TEMPLATE = '.template.json';
const entries = readdirSync(__dirname);
const tests = entries.filter(name => /^integ\..*\.ts$/.test(name));
const snapshots = entries.filter(name => name.endsWith('.snapshot'));

/** What becomes part of templates: the constructs, and the policies, which are none. */
const subjects = [
  ...Object.entries(aws).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct).map(([name]) => name),
  'DeploymentPolicy',
];

function read(...path: string[]): string {
  return readFileSync(join(__dirname, ...path), 'utf8');
}

/** The stacks that the runner compares, and the empty one that it adds, which it does not. Names with a slash are for deployments. */
function stacksOf(snapshot: string): { compared: string[]; added: string } {
  const { testCases } = JSON.parse(read(snapshot, 'integ.json')) as IntegManifest;
  const [{ stacks, assertionStackName }] = Object.values(testCases);
  return { compared: stacks.filter(name => !name.includes('/')), added: assertionStackName! };
}

test.each(subjects)('%s has an integration test', name => {
  const path = `integ.${name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase()}.ts`;
  expect(tests).toContain(path);
  expect(read(path)).toMatch(new RegExp(`new ${name}\\(|\\b${name}\\.for[A-Z]`));
});

// The runner passes by a snapshot without a test.
test('each integration test has a snapshot, and each snapshot a test', () => {
  expect(snapshots).toEqual(tests.map(name => `${name}.snapshot`));
});

describe.each(snapshots)('%s', snapshot => {
  // The runner compares those stacks only that the test names, and reads nothing from templates that no stack has.
  test('has a template of each stack that the runner compares, and no other', () => {
    const { compared, added } = stacksOf(snapshot);
    const templates = readdirSync(join(__dirname, snapshot)).filter(name => name.endsWith(TEMPLATE)).map(name => name.slice(0, -TEMPLATE.length));
    expect(templates.sort()).toEqual([...compared, added].sort());
    for (const stack of compared) {
      expect(Object.keys(JSON.parse(read(snapshot, `${stack}${TEMPLATE}`)).Resources)).not.toEqual([]);
    }
  });

  test('has neither assets nor what differs from machine to machine', () => {
    const files = readdirSync(join(__dirname, snapshot));
    expect(files.filter(name => name.startsWith('asset.'))).toEqual([]);
    expect(existsSync(join(__dirname, snapshot, 'tree.json'))).toBe(false);
    for (const file of files) {
      expect(read(snapshot, file)).not.toMatch(/aws:cdk:creationStack|"aws:cdk:trace"|node_modules|\.ts:\d/);
    }
  });
});
