import { noToken } from './dns-name';
import { ExportedService } from './exported-service';
import { quoted } from './quoted';

/** Options of the demo web server. */
export interface DemoWebServerOptions {
  /**
   * The image: nginx that listens on 8080 as an unprivileged user, with `curl` beside it.
   *
   * @default 'public.ecr.aws/nginx/nginx-unprivileged:1.29'
   */
  readonly image?: string;

  /**
   * How many pods answer.
   *
   * @default 1
   */
  readonly replicas?: number;
}

/**
 * A web server behind an exported service that answers with the name of its cluster: the guide's sample application.
 *
 * @example
 * const catalog = cluster1.exportService({ namespace: 'shop', name: 'catalog', ports: [ServicePort.http(80)], serviceAccount: 'catalog' });
 * cluster1.deployDemo(catalog, { replicas: 3 });
 */
export class DemoWebServer {
  /** The image. */
  public readonly image: string;
  /** How many pods answer. */
  public readonly replicas: number;

  /** @internal */
  public constructor(
    /** The service that the web server stands behind. */
    public readonly service: ExportedService,
    options: DemoWebServerOptions,
  ) {
    this.image = noToken(options.image ?? 'public.ecr.aws/nginx/nginx-unprivileged:1.29', `image of the demo web server of ${service.host}`);
    if (!/^[A-Za-z0-9][\w./:@-]*$/.test(this.image)) {
      throw new Error(`image ${quoted(this.image)} of the demo web server of ${service.host} is not the name of an image: ` +
        'expected for instance "public.ecr.aws/nginx/nginx-unprivileged:1.29"');
    }
    this.replicas = options.replicas ?? 1;
    if (!Number.isInteger(this.replicas) || this.replicas < 1) {
      throw new Error(`demo web server of ${service.host} with ${this.replicas} replicas: expected a whole number of at least 1`);
    }
    if (service.ports.length !== 1 || service.ports[0].protocol !== 'http') {
      throw new Error(`demo web server of ${service.host} needs exactly one HTTP port, got ${service.ports.map(p => `${p.protocol} ${p.port}`).join(', ')}: ` +
        'export the service with ports: [ServicePort.http(80)]');
    }
    if (service.serviceAccount === undefined) {
      throw new Error(`demo web server of ${service.host} needs a service account: export the service with serviceAccount: "${service.name}"`);
    }
  }
}
