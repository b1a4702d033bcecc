import { github } from 'projen';

/**
 * The commits of the releases that are named by their tags only. projen pins the other actions itself.
 *
 * If projen moves on to another version of one that it names, that tag is seen in the diff, and test/workflows fails. Those which only
 * this project names stay as they are until somebody looks: docs/releasing.md.
 */
const COMMITS: Readonly<Record<string, string>> = {
  'actions/configure-pages@v6.0.0': '45bfe0192ca1faeb007ade9deae92b16b8254a0d',
  'actions/deploy-pages@v5.0.1': '368f82528645a54fb793d4d04e342629a3f51346',
  'actions/setup-dotnet@v6.0.0': 'a98b56852c35b8e3190ac28c8c2271da59106c68',
  'actions/setup-go@v7.0.0': 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e',
  'actions/setup-java@v6.0.0': 'dd06d9cba3e5552c54d9f8ea23572deb30010f7c',
  'actions/setup-node@v7.0.0': '820762786026740c76f36085b0efc47a31fe5020',
  'actions/setup-python@v7.0.0': '5fda3b95a4ea91299a34e894583c3862153e4b97',
  'actions/upload-pages-artifact@v5.0.0': 'fc324d3547104276b827a68afc52ff2a11cc49c9',
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
