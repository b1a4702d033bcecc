import { awscdk, javascript, JsonFile, ReleasableCommits, typescript } from 'projen';
import { addCheckWorkflow } from './projenrc/check-workflow';
import { addDocsWorkflow } from './projenrc/docs-workflow';
import { pinActions } from './projenrc/pinned-actions';
import { addSecurityWorkflow } from './projenrc/security-workflow';
import { addStarter } from './projenrc/starter';

/** The tasks of the suites that are slow, by their directory below test/. */
const SLOW_SUITES: { [directory: string]: string } = { 'api-server': 'test:api-server', 'aws-api': 'test:aws', 'languages': 'test:languages', 'site': 'test:site', 'lab': 'test:lab' };

/** Unlike the command tsx, it needs no socket among the temporary files, where paths may be longer than a socket's may be. */
const RUN_TYPESCRIPT = 'node --import tsx';

/** Before what shows them in other languages. */
const TRANSLATE_EXAMPLES = `${RUN_TYPESCRIPT} scripts/rosetta/main.ts`;

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-istio-privatelink',
  description: 'One typed declaration of an Istio mesh over AWS PrivateLink: CDK stacks, one GitOps-ready bundle per cluster',
  author: 'The cdk-istio-privatelink authors',
  authorAddress: 'cdk-istio-privatelink@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-istio-privatelink/cdk-istio-privatelink.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-istio-privatelink authors',
  stability: 'experimental',
  keywords: ['aws-cdk', 'cdk8s', 'istio', 'privatelink', 'eks', 'multicluster', 'service-mesh'],
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  // TypeScript 7 breaks ts-node; tsx works with either.
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.9.0',
  workflowNodeVersion: '24',

  // Development runs on the floor of each peer, or jsii warns. 2.257.0 is the last release whose cloud assemblies
  // the integration runner reads, and cdk-nag 3 asks for constructs 10.5.1.
  cdkVersion: '2.257.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~5.9.0',
  peerDeps: ['cdk8s@^2.70.0', 'cdk8s-plus-28@^2.5.6'],
  // Not jsii modules, so they ship inside the package. commander 15 needs Node 22.
  bundledDeps: ['@dagrejs/dagre@^3.1.3', '@peculiar/x509@^2.2.0', 'cli-table3@^0.6.5', 'commander@^14.0.0', 'picocolors@^1.1.1', 'read@^4.1.0', 'reflect-metadata@^0.2.2', 'yaml@^2.9.1'],
  devDeps: [
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@jest/test-sequencer@^30.5.2',
    '@jsii/spec@^1.140.0',
    '@xmldom/xmldom@^0.9.12',
    'ajv@^8.20.0',
    'ajv-formats@^3.0.1',
    'axe-core@^4.14.1',
    // npm's 3.0.0 is an old command line that cannot read today's assemblies.
    'aws-cdk@^2.1148.0',
    'cdk-nag@^3.0.2',
    'cdk8s-cli@2.207.60',
    'cdk8s-plus-28@2.5.6',
    'cdk8s@2.70.0',
    'fast-check@^4.10.2',
    'github-slugger@^2.0.0',
    'jsii-rosetta@~6.0.0',
    // 12 needs Node 22.
    'mermaid@^11.17.2',
    'playwright-core@^1.65.1',
    'tsx@^4.23.0',
    'vitepress@^1.6.4',
    'vue@^3.5.13',
  ],

  sampleCode: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  // imports/ lies beside src/, so the compiler's root is the repository.
  tsconfig: {
    compilerOptions: { rootDir: '.', outDir: 'lib' },
    include: ['imports/**/*.ts'],
  },
  entrypoint: 'lib/src/index.js',
  bin: { 'istio-privatelink': 'lib/src/cli/main.js' },
  eslintOptions: {
    dirs: ['src', 'scripts', 'benchmark', 'examples', 'starter', 'website', '.projenrc.ts'],
    devdirs: ['test', 'scripts', 'benchmark', 'examples', 'starter', 'website'],
    ignorePatterns: ['imports/', 'lib/', 'node_modules/', 'coverage/', '*.d.ts', '!.projenrc.ts', '!website/.vitepress/'],
  },
  jest: true,
  jestOptions: {
    // A snapshot that a test run rewrites cannot fail.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      collectCoverage: false,
      // Machines are slow at times; what hangs still fails.
      testTimeout: 30_000,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      globalSetup: '<rootDir>/test/global-setup.ts',
      globalTeardown: '<rootDir>/test/global-teardown.ts',
      modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/', '<rootDir>/examples/.*/cdk.out/'],
      moduleNameMapper: { '^cdk-istio-privatelink$': '<rootDir>/src' },
      testPathIgnorePatterns: ['/node_modules/', ...Object.keys(SLOW_SUITES).map(name => `<rootDir>/test/${name}/`)],
    },
  },

  publishToPypi: { distName: 'cdk-istio-privatelink', module: 'cdk_istio_privatelink', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkistioprivatelink',
    mavenGroupId: 'io.github.cdk-istio-privatelink',
    mavenArtifactId: 'cdk-istio-privatelink',
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: { dotNetNamespace: 'CdkIstioPrivatelink', packageId: 'CdkIstioPrivatelink', trustedPublishing: true },
  publishToGo: { moduleName: 'github.com/cdk-istio-privatelink/cdk-istio-privatelink-go', packageName: 'cdkistioprivatelink' },
  npmTrustedPublishing: true,
  // What publishes with our identity does not change by itself.
  jsiiReleaseVersion: '0.2.1061',
  releaseFailureIssue: true,
  // projen would begin with 0.0.0, which only keeps the name on npm. Where a tag is, the commits decide.
  nextVersionCommand: '[ -n "$LATEST_TAG" ] || echo 0.1.0',
  releasableCommits: ReleasableCommits.featuresAndFixes(),
  depsUpgradeOptions: { workflow: true, workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY, labels: ['dependencies'] } },
  pullRequestTemplateContents: [
    'What changes, and why:',
    '',
    '- [ ] the title follows Conventional Commits; after `!`, or in a footer `BREAKING CHANGE:` at the end of this text, it names what breaks',
    '- [ ] a test fails without the change',
    '- [ ] `bash .ci/run` passes; the documentation and CHANGELOG.md say what users will notice',
  ],
  githubOptions: {
    // People merge.
    mergify: false,
    // What a pull request adds must not have known vulnerabilities.
    dependencyReview: true,
    dependencyReviewOptions: { failOnSeverity: 'high' },
    pullRequestLintOptions: {
      semanticTitleOptions: { types: ['feat', 'fix', 'docs', 'test', 'refactor', 'perf', 'build', 'ci', 'chore', 'revert'] },
    },
  },

  gitignore: ['cdk.out', '.jsii.tabl.json', '/examples/*/dist', '/examples/*/*/dist', '/examples/*/java/target', '.venv', '__pycache__', '/lib/', '/website/.pages/', '/website/.vitepress/cache/', '/test/integ/cdk-integ.out.*', '*.tsbuildinfo'],
  npmignoreEnabled: false,
});

// projen derives it from the entry point of a library whose root is src.
project.package.addField('types', 'lib/src/index.d.ts');
// Deep imports would make every file public API; with the map, the examples also resolve the package by its own name.
project.package.addField('exports', {
  '.': { types: './lib/src/index.d.ts', default: './lib/src/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});
// 1.13.0 was published without most of its platforms' binaries, so `npm ci` refuses a lock file with it.
project.package.addPackageResolutions('unrs-resolver@~1.12.2');
// An allow list: what is not named here does not ship.
project.package.addField('files', ['lib', '.jsii', '.warnings.jsii.js', 'API.md', 'CHANGELOG.md', 'NOTICE', 'SECURITY.md', 'starter']);
project.gitattributes.addAttributes('/imports/**', 'linguist-generated');
project.gitattributes.addAttributes('/test/integ/*.snapshot/**', 'linguist-generated');
project.gitattributes.addAttributes('/test/golden/**', 'linguist-generated', '-text');
// The names of programs that are built are taken from hashes of these: no line ending may be converted.
project.gitattributes.addAttributes('/test/components/**', 'linguist-generated', '-text');
project.gitattributes.addAttributes('/test/lab/images/**', '-text');

pinActions(project.github!.actions);
addCheckWorkflow(project.github!);
addDocsWorkflow(project.github!);
addSecurityWorkflow(project.github!);
addStarter(project);
// Found where the project is made, not here.
project.eslint!.addOverride({ files: ['starter/*.ts'], rules: { 'import/no-unresolved': 'off', 'import/order': 'off' } });

for (const language of ['python', 'java', 'dotnet', 'go']) {
  project.tasks.tryFind(`package:${language}`)!.prependExec(TRANSLATE_EXAMPLES);
}
project.addTask('imports', {
  description: 'Generate imports/ from the pinned custom resource definitions (needs Go)',
  exec: 'tsx scripts/import-crds.ts',
  receiveArgs: true,
});
const apiList = project.addTask('api:list', { description: 'Compile, and rewrite the list of public names; look at the diff before you commit it' });
apiList.spawn(project.compileTask);
apiList.exec(`${RUN_TYPESCRIPT} scripts/public-api/main.ts`);
const rosetta = project.addTask('rosetta', { description: 'Compile, and translate every example in the API, the README and the pages into the other languages' });
rosetta.spawn(project.compileTask);
rosetta.exec(TRANSLATE_EXAMPLES);
// projen's own compares with npm only, and lets experimental API break.
const compat = project.tasks.tryFind('compat')!;
compat.reset(`${RUN_TYPESCRIPT} scripts/api-compatibility/main.ts --allow-unreleased`, {});
// Jobs publish what this task made, if it succeeds.
project.tasks.tryFind('release')!.spawn(compat);
// What is packed names the version of each change. In Git, people move the heading: docs/releasing.md.
project.tasks.tryFind('bump')!.exec(`${RUN_TYPESCRIPT} scripts/changelog/main.ts`);
project.tasks.tryFind('unbump')!.exec('git checkout --quiet HEAD -- CHANGELOG.md');
// npm makes the tool executable when it installs it; the packages of other languages unpack it as it was packed.
project.compileTask.exec('node -e "fs.chmodSync(\'lib/src/cli/main.js\', 0o755)"');
project.addTask('golden', {
  description: 'Rewrite the golden files of the examples; look at the diff before you commit it',
  exec: 'jest test/examples/golden',
  env: { UPDATE_GOLDEN: '1' },
});
project.addTask('bench', {
  description: 'Measure synthesis of full meshes',
  exec: 'node --expose-gc --max-old-space-size=8192 --import tsx benchmark/main.ts',
  receiveArgs: true,
});
const demo = project.addTask('demo', { description: 'Compile, and synthesize examples/two-clusters' });
demo.spawn(project.compileTask);
demo.exec('tsx scripts/demo.ts');
// What is evaluated in pages knows a document; the library must not.
project.tryFindObjectFile('test/tsconfig.json')!.addOverride('exclude', ['node_modules', 'site']);
new JsonFile(project, 'test/site/tsconfig.json', {
  obj: { extends: '../tsconfig.json', compilerOptions: { rootDir: '../..', lib: ['es2022', 'dom', 'dom.iterable'] }, include: ['**/*.ts'], exclude: [] },
});
const docs = project.addTask('docs', { description: 'Build the documentation site into dist/site; --serve shows it' });
docs.spawn(project.compileTask);
docs.exec(TRANSLATE_EXAMPLES);
docs.exec(`${RUN_TYPESCRIPT} website/main.ts`, { receiveArgs: true });
const integRunner = 'integ-runner --language typescript --app "node --import tsx {filePath}"';
// Options that take several values would take the names of tests too: the last one takes one.
const snapshots = `${integRunner} --parallel-regions eu-west-1 --directory test/integ --max-workers 2`;
// Without it, the runner asks the network for a region.
const offline = { AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' };
project.addTask('integ', {
  description: 'Compare the templates of each construct with their snapshots', exec: snapshots, env: offline, receiveArgs: true,
});
const integUpdate = project.addTask('integ:update', {
  description: 'Rewrite the snapshots of test/integ; look at the diff before you commit it', env: offline,
});
integUpdate.exec('rm -rf test/integ/*.snapshot');
integUpdate.exec(`${snapshots} --dry-run --update-on-failed`);
project.addTask('integ:deploy', {
  description: 'Deploy the integration tests to AWS, and destroy them (needs credentials)',
  exec: `${integRunner} --directory test/integ --force --no-update-workflow`,
  receiveArgs: true,
});
// Suites that need more than Node, and that the fast tests leave out.
const { modulePathIgnorePatterns, moduleNameMapper, clearMocks, transform } = project.jest!.config;
for (const { name, description, testTimeout } of [
  { name: 'api-server', description: 'Test the command line against real Kubernetes API servers (needs Go, Linux or macOS)', testTimeout: 60_000 },
  { name: 'aws-api', description: 'Deploy every example with the CDK to an AWS API on this machine (needs Python 3.11, Linux or macOS)', testTimeout: 180_000 },
  { name: 'languages', description: 'Run an example in Python, Java and Go, from packages built here (needs Python 3.10, a JDK with Maven, Go, Linux or macOS)', testTimeout: 600_000 },
  { name: 'site', description: 'Build the documentation site, and look at it in a browser (needs Chromium or Chrome)', testTimeout: 300_000 },
  { name: 'lab', description: 'Test the mesh on real clusters (needs root on Linux, Go, Python 3.11 and packages of Debian)', testTimeout: 600_000 },
]) {
  const suite = project.addTask(SLOW_SUITES[name], { description });
  if (name === 'languages' || name === 'site') {
    // What is packaged and documented is what was compiled, as a release does it.
    suite.spawn(project.compileTask);
    suite.exec(TRANSLATE_EXAMPLES);
  }
  suite.exec(`jest --config test/${name}/jest.config.json`, { receiveArgs: true });
  new JsonFile(project, `test/${name}/jest.config.json`, {
    obj: {
      rootDir: '../..',
      testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
      globalSetup: `<rootDir>/test/${name}/global-setup.ts`,
      globalTeardown: `<rootDir>/test/${name}/global-teardown.ts`,
      // What the tests share is started once, and keeps the cores busy.
      maxWorkers: 1,
      testTimeout,
      ...name === 'lab' && { testSequencer: '<rootDir>/test/lab/sequencer.cjs' },
      modulePathIgnorePatterns,
      moduleNameMapper,
      clearMocks,
      transform,
    },
  });
}

project.addTask('test:newest-peers', {
  description: 'Run the fast tests with the newest aws-cdk-lib, cdk8s and constructs, in a copy of the project', exec: 'tsx scripts/newest-peers/main.ts', receiveArgs: true,
});
project.addTask('lab', { description: 'Real clusters with Istio on this machine; up, status, shell, test and down are its parts', exec: 'tsx test/lab/main.ts', receiveArgs: true });

// The publisher's own default is the same.
project.tryFindObjectFile('.github/workflows/release.yml')?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');

// A fresh clone has no projen yet: these install first.
for (const task of ['demo', 'docs', 'bench', 'imports', 'integ', 'integ:update', 'integ:deploy', 'lab', 'test:newest-peers', ...Object.values(SLOW_SUITES)]) {
  project.package.setScript(task, `node scripts/install.mjs && projen ${task}`);
}
// Compiled first, because the examples import the package by its name, as its users do.
project.package.setScript('test', 'node scripts/install.mjs && projen compile && projen test');

project.synth();
