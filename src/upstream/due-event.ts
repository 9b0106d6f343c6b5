/** Something that happens later: when (epoch milliseconds), what (`<upstream>/<what>`), and what it is about. */
export interface DueEvent {
  at: number
  kind: string
  payload: object
}
