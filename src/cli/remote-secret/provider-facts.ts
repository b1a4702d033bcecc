import { DiscoveryLink } from './links';
import { allTokenSecrets, apiServerCa } from './reader-token';
import { Clusters } from '../kubernetes/clusters';
import { KubeApi, KubeSecret } from '../kubernetes/kube-api';

/** What there is to know of a provider, whichever of its consumers asks. */
export interface ProviderFacts {
  /** What signs the API server's certificate, in Base64. */
  readonly caData: string;
  /** The Secrets of the tokens that were made here, of the readers of all consumers. */
  readonly tokens: readonly KubeSecret[];
}

/** The providers that a command looks at, each asked once. */
export class Providers {
  private readonly asked = new Map<string, Promise<ProviderFacts>>();

  constructor(private readonly clusters: Clusters) {}

  /**
   * @throws when no context leads there, it does not answer, or it is another cluster of the mesh
   */
  public async open({ provider }: DiscoveryLink): Promise<KubeApi> {
    return this.clusters.open(provider);
  }

  public async facts(link: DiscoveryLink): Promise<ProviderFacts> {
    const facts = this.asked.get(link.provider.name) ?? this.ask(link);
    this.asked.set(link.provider.name, facts);
    return facts;
  }

  private async ask(link: DiscoveryLink): Promise<ProviderFacts> {
    const api = await this.open(link);
    const [caData, tokens] = await Promise.all([apiServerCa(api, link.namespace), allTokenSecrets(api, link.namespace)]);
    return { caData, tokens };
  }
}
