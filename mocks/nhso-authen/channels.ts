/** The four channels of the NHSO Authentication slides, and NHSO's ENDPOINT service. `kiosk-station` is the API, through the agent. */
export const channels = ['new-authen', 'erm', 'kiosk-station', 'line-qr', 'endpoint'] as const
export type Channel = (typeof channels)[number]

/**
 * How the identity was proved: the patient's own smart card; a photo of the face beside the ID card; somebody else's smart
 * card; somebody else's other document, with a photo; the QR code, scanned by the patient in LINE; the word of a HIS.
 */
export type Proof = 'smart-card' | 'photo-with-id-card' | 'helper-smart-card' | 'helper-document' | 'scan-qr' | 'facility'
