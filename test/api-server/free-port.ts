import { createServer } from 'net';

/** Below the ports that systems give to outgoing connections, so that a stopped server finds its port free again. */
const FIRST = 20_000;
const LAST = 31_999;

/** Ports that this process gave away, whether or not someone listens there yet. */
const given = new Set<number>();

/** A TCP port of the loopback interface on which nobody listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (!given.has(port) && await isFree(port)) {
      given.add(port);
      return port;
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
