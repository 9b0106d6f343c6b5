/**
 * Makes vpcd's ports, which live in a network namespace of their own, reachable from outside as sockets in a folder: `relay.ts FOLDER`
 * listens on FOLDER/slot-0 and FOLDER/slot-1. The namespace is what makes the tests hermetic.
 */
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { usualVpcdPort } from '../vpcd/port.ts'
import { vpcdSlots } from '../vpcd/slot.ts'

const folder = process.argv[2]!

for (let slot = 0; slot < vpcdSlots; slot++) {
  createServer((card) => {
    const vpcd = connect({ port: usualVpcdPort + slot, host: '127.0.0.1', noDelay: true })
    card.on('data', (bytes) => vpcd.write(bytes))
    // As a card does that is connected to vpcd itself.
    card.on('close', () => vpcd.resetAndDestroy())
    vpcd.on('data', (bytes) => card.write(bytes))
    vpcd.on('close', () => card.destroy())
    for (const socket of [card, vpcd]) socket.on('error', () => {})
  }).listen(join(folder, `slot-${slot}`))
}
