/** Under which names this tab keeps what is secret (`kept.ts`). */

/** The receipt code that is being followed. */
export const CODE = "code";
/** A message that is being written. */
export const MESSAGE = "message";
