import { delimiter, dirname, join } from 'path';
import { pathToFileURL } from 'url';
import { component } from '../../../scripts/components/build';
import { Lab } from '../lab';
import { labPath } from '../lab-directory';
import { tryCommand } from '../network/run-command';

const CLI = join(__dirname, '..', '..', '..', 'src', 'cli', 'main.ts');

/** istioctl waits five minutes for an istiod that does not become ready, and for ever for some other things. */
const TIMEOUT_SECONDS = 400;

/** The commands that the guide's reader types, run where the reader does: beside `dist`. */
export class Commands {
  public constructor(private readonly lab: Lab) {}

  public async kubectl(args: readonly string[]): Promise<string> {
    return this.run('kubectl', component('kubectl'), args);
  }

  public async istioctl(args: readonly string[]): Promise<string> {
    return this.run('istioctl', component('istioctl'), args);
  }

  public async istioPrivatelink(args: readonly string[]): Promise<string> {
    const tsx = ['--import', pathToFileURL(require.resolve('tsx')).href];
    return this.run('istio-privatelink', process.execPath, args, [...tsx, CLI]);
  }

  /** @throws with what it printed unless it ends with 0 */
  private async run(name: string, program: string, args: readonly string[], before: readonly string[] = []): Promise<string> {
    const { exitCode, stdout, stderr } = await tryCommand('timeout', [String(TIMEOUT_SECONDS), program, ...before, ...args], '', {
      PATH: [dirname(component('kubectl')), dirname(component('istioctl')), process.env.PATH].join(delimiter),
      HOME: labPath('home'),
      KUBECONFIG: this.lab.kubeconfig,
      NODE_NO_WARNINGS: '1',
    }, this.lab.directory);
    if (exitCode !== 0) {
      throw new Error(`${name} ${args.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`.trimEnd());
    }
    return stdout;
  }
}
