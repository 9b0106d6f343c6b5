/** Where a field stands in the file of an applet, in bytes. */
export interface Place {
  offset: number
  length: number
}

const at = (offset: number, length: number): Place => ({ offset, length })

/** What the two data bytes of READ can ask for at most, in practice: the signature is read at once. */
export const longestRead = 256

/** Bytes of a JPEG that every reader takes from the card: twenty reads of 255. */
export const photoCapacity = 5100

/** The file of the citizen applet, 5,950 bytes (public readers). */
export const citizenFile = {
  size: 5950,
  version: at(0x0000, 4),
  pid: at(0x0004, 13),
  thaiName: at(0x0011, 100),
  englishName: at(0x0075, 100),
  birthDate: at(0x00d9, 8),
  sex: at(0x00e1, 1),
  requestNumber: at(0x00e2, 20),
  issuer: at(0x00f6, 100),
  issuerCode: at(0x015a, 13),
  issueDate: at(0x0167, 8),
  expiryDate: at(0x016f, 8),
  cardType: at(0x0177, 2),
  photoLength: at(0x0179, 2),
  photo: at(0x017b, 5118),
  address: at(0x1579, 160),
  photoNumber: at(0x1619, 14),
  signature: at(0x1627, 256),
} as const

/** The file of the NHSO applet (public readers). That it ends with the last known field is assumed. */
export const rightsFile = {
  size: 0x015e,
  mainRight: at(0x0004, 60),
  subRight: at(0x0040, 100),
  mainHospital: at(0x00a4, 80),
  subHospital: at(0x00f4, 80),
  paidType: at(0x0144, 1),
  issueDate: at(0x0145, 8),
  expiryDate: at(0x014d, 8),
  updateDate: at(0x0155, 8),
  hospitalChanges: at(0x015d, 1),
} as const
