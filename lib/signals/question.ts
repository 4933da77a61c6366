/** The three questions that observability answers, in this order. */
export type Question = 'ALIVE' | 'FAILED' | 'SLOW';
