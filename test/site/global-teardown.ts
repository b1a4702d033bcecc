import { running } from '../api-server/running';

export default async function globalTeardown(): Promise<void> {
  await running.guard?.end();
}
