/** What faults know the socket of the sync protocol by. */
export const SYNC_ENDPOINT = "GET /api/sync";
