/** Whether the text is the id of an endpoint service, for instance `vpce-svc-0123456789abcdef0`. */
export function isEndpointServiceId(id: string): boolean {
  return /^vpce-svc-[0-9a-f]+$/.test(id);
}
