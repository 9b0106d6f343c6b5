export async function verify(_args: string[]): Promise<number> {
  return 2
}
