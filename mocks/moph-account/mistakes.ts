import { createHash, createHmac } from 'node:crypto'
import type { Text } from '../../src/upstream/document.ts'
import { passwordHash } from './keys.ts'

interface Mistake {
  hash: (password: string, key: string) => string
  hint: Text
}

const hmac = (key: string, message: string) => createHmac('sha256', key).update(message).digest('hex')

/** Ways in which a password_hash is commonly made wrong; the hash itself tells which. */
const mistakes: readonly Mistake[] = [
  {
    hash: (password, key) => passwordHash(password, key.replaceAll('$', '$$$$')),
    hint: {
      th: 'secret key มี $ ซ้ำสองตัว (docker-compose env ต้องเขียน $$ เพื่อให้ได้ $ ตัวเดียว)',
      en: 'Your secret key has its $ doubled: docker-compose files write $$ for $, other places do not.',
    },
  },
  {
    hash: (password, key) => passwordHash(password, key.replace(/\$[\w]*/, '')),
    hint: {
      th: "ส่วนของ secret key ที่ขึ้นต้นด้วย $ หายไป (shell แทนค่าเป็นตัวแปร) ให้ใช้เครื่องหมาย ' ครอบ",
      en: 'The part of the secret key after $ is lost: a shell took it for a variable. Use single quotes.',
    },
  },
  {
    hash: (password, key) => hmac(password, key),
    hint: {
      th: 'สลับ key กับ message: key ต้องเป็น secret key, message คือรหัสผ่าน',
      en: 'Key and message are swapped: the secret key is the key, the password the message.',
    },
  },
  {
    hash: (password) => createHash('sha256').update(password).digest('hex'),
    hint: {
      th: 'นี่คือ SHA-256 ธรรมดา ต้องเป็น HMAC-SHA256 ด้วย secret key',
      en: 'This is plain SHA-256; it must be HMAC-SHA256 with the secret key.',
    },
  },
  {
    hash: (password, key) =>
      createHash('sha256')
        .update(key + password)
        .digest('hex'),
    hint: {
      th: 'นี่คือ SHA-256 ของ key ต่อด้วยรหัสผ่าน ต้องเป็น HMAC-SHA256',
      en: 'This is SHA-256 of key and password joined; it must be HMAC-SHA256.',
    },
  },
  {
    hash: (password, key) => passwordHash(`${password}\n`, key),
    hint: { th: 'รหัสผ่านมีขึ้นบรรทัดใหม่ต่อท้าย (ใช้ echo -n หรือ printf)', en: 'The password has a line break at its end (echo -n, or printf).' },
  },
  {
    hash: (password, key) => passwordHash(password, `${key}\n`),
    hint: { th: 'secret key มีขึ้นบรรทัดใหม่ต่อท้าย', en: 'The secret key has a line break at its end.' },
  },
]

/** Which mistake gives this hash, if any does. */
export function mistakeIn(hash: string, password: string, secretKey: string): Text | undefined {
  return mistakes.find((mistake) => mistake.hash(password, secretKey) === hash)?.hint
}
