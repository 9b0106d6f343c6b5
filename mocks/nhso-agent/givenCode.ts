import type { AuthenCode } from '../nhso-authen/service.ts'

/** A code as the lists show it (Response #5). */
export function givenCode({ claimType, claimCode, hcode, claimDateTime, checkDate }: AuthenCode) {
  return { claimType, claimCode, hcode, claimDateTime, checkDate }
}
