/** Thrown by a step that cannot be played here, for a reason that says nothing about right or wrong. */
export class Skip extends Error {}
