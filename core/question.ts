/** The three questions that observability answers, in this order. */
export const QUESTIONS = ['ALIVE', 'FAILED', 'SLOW'] as const;

export type Question = (typeof QUESTIONS)[number];
