import { readFileSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';

/** As much of an npm registry as it takes to ask for one package, on the loopback interface. */
export class Registry {
  public static async start(): Promise<Registry> {
    const registry = new Registry();
    await new Promise<void>(resolve => registry.server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  private readonly server: Server;
  private published?: { readonly name: string; readonly version: string; readonly archive: string };

  private constructor() {
    this.server = createServer((request, response) => {
      if (!this.published || !request.url!.startsWith(`/${this.published.name}`)) {
        response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
      } else if (request.url!.endsWith('.tgz')) {
        response.writeHead(200).end(readFileSync(this.published.archive));
      } else {
        const { name, version } = this.published;
        const dist = { tarball: `${this.url}${name}/-/${name}-${version}.tgz` };
        response.writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ name, 'dist-tags': { latest: version }, 'versions': { [version]: { name, version, dist } } }));
      }
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  public publish(name: string, version: string, archive: string): void {
    this.published = { name, version, archive };
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}
