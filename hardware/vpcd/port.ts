/** Where vpcd listens for the card of its first slot unless told otherwise: 0x8C7B; the second slot is one further. */
export const usualVpcdPort = 35963
