export { usualVpcdPort } from '../../hardware/vpcd/port.ts'
