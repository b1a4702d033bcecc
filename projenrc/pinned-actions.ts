import { github } from 'projen';

/**
 * The commits of the releases that projen names by their tags only. projen pins the other actions itself.
 *
 * The version is that of projen's own constant: if projen moves on, its tag is seen in the diff, and test/workflows fails.
 */
const COMMITS: Readonly<Record<string, string>> = {
  'actions/setup-go@v7.0.0': 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e',
  'actions/setup-java@v6.0.0': 'dd06d9cba3e5552c54d9f8ea23572deb30010f7c',
  'actions/setup-node@v7.0.0': '820762786026740c76f36085b0efc47a31fe5020',
  'actions/setup-python@v7.0.0': '5fda3b95a4ea91299a34e894583c3862153e4b97',
  'github/codeql-action/analyze@v4.36.2': '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
  'github/codeql-action/init@v4.36.2': '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
  'peter-evans/create-pull-request@v8.1.1': '5f6978faf089d4d20b00c7766989d076bb2fc7f1',
};

/** A tag can be moved to other code; a commit cannot. */
export function pinActions(actions: github.GitHubActionsProvider): void {
  for (const [action, commit] of Object.entries(COMMITS)) {
    actions.set(action, `${action.split('@')[0]}@${commit}`);
  }
}
