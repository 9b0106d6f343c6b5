/** When the interactions of the pacts take place: the client's clock and the provider's stand there. */
export const now = '2026-11-24T02:00:00.000Z'
