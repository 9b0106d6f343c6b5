/** What the steps learn from one another. */
export interface Learnt {
  /** Facility of the account that claims. */
  hcode?: string
  /** Begins the numbers of the visits, so that no run meets those of another. */
  run: string
  /** What has been sent, or may have been: nothing takes a claim back. */
  sent: string[]
  /** Number of the transaction of the first claim. */
  transaction?: string
}
