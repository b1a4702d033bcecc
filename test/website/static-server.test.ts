import { mkdirSync, writeFileSync } from 'fs';
import { request } from 'http';
import { join } from 'path';
import { serveDirectory, StaticServer } from '../../website/static-server';
import { temporaryDirectory } from '../bundle/temporary-directory';

let server: StaticServer;
beforeEach(async () => {
  const directory = join(temporaryDirectory(), 'site');
  mkdirSync(join(directory, 'api'), { recursive: true });
  writeFileSync(join(directory, '..', 'secret.txt'), 'secret');
  writeFileSync(join(directory, 'index.html'), 'home');
  writeFileSync(join(directory, 'api', 'index.html'), 'api');
  writeFileSync(join(directory, '404.html'), 'not found');
  server = await serveDirectory(directory, '/base/', 0);
});
afterEach(() => server.close());

/** The path goes to the server as it is: fetch would normalize it. */
function get(path: string): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => { text += part; }).on('end', () => resolve([response.statusCode, text]));
    }).on('error', reject).end();
  });
}

test('is for this machine alone', () => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/base\/$/);
});

test.each([
  ['/base/', [200, 'home']],
  ['/base/index.html?query', [200, 'home']],
  ['/base/api/', [200, 'api']],
  ['/base/gone.html', [404, 'not found']],
  ['/index.html', [404, 'not found']],
  ['/base/../secret.txt', [404, 'not found']],
  ['/base/..%2fsecret.txt', [404, 'not found']],
  ['/base/%2e%2e/secret.txt', [404, 'not found']],
  ['/base/%zz', [404, 'not found']],
  ['//', [404, 'not found']],
])('GET %s', async (path, expected) => {
  expect(await get(path)).toEqual(expected);
});
