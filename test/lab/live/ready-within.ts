/** How long workloads may take to become ready, on 2 busy cores; as kubectl takes it. */
export const READY_WITHIN = '180s';
